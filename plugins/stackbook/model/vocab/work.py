"""Words about joint projects, decisions, meetings and measures."""

from __future__ import annotations

from stackbook.model.vocabulary import Vocabulary, words

VOCABULARIES = (
    Vocabulary(
        "initiative_status",
        "Status of an initiative",
        "Project practice",
        words("""
            proposed    | | Somebody wants it; nobody has said yes.
            discovery   | | Being looked into: users, data, options, cost.
            planned     | | Agreed, with people and dates.
            in_progress | | Being built.
            uat         | User acceptance test | Its users try it before it goes live.
            launched    | | Live.
            monitoring  | | Live, and being watched and improved.
            paused      | | On hold.
            cancelled   | | Given up.
        """),
        extensible=False,
        ordered="up",
    ),
    Vocabulary(
        "horizon",
        "Horizon",
        "Now, next, later roadmap (Janna Bastow, ProdPad)",
        words("""
            now   | | Being worked on.
            next  | | Begins when something of now is done.
            later | | Wanted, and not before the others.
        """),
        extensible=False,
        ordered="up",
    ),
    Vocabulary(
        "milestone_kind",
        "Kind of milestone",
        "Project practice",
        words("""
            kickoff             | Kick-off | Both sides begin.
            user_insight        | User insight | What its users need and do is known.
            beta                | Beta test | A small group works with it.
            security_review     | | Security has looked at it.
            data_review         | | Privacy and data governance have looked at its data.
            uat_start           | User acceptance test begins | Its users begin to try it.
            uat_sign_off        | User acceptance test signed off | Its users agree that it may go live.
            launch              | | It goes live.
            optimisation_review | Optimisation review | What it brought is looked at, and what to improve.
        """),
    ),
    Vocabulary(
        "change_action",
        "What an initiative does to something",
        "Stackbook",
        words("""
            add    | Added   | It is new.
            change | Changed | It stays, and works otherwise than before.
            retire | Retired | It goes.
        """),
        extensible=False,
    ),
    Vocabulary(
        "requirement_type",
        "Type of requirement",
        "ISO/IEC 25010, and requirements practice",
        words("""
            functional     | | What it does.
            data           | | Which data it needs, and how good.
            integration    | | What it exchanges with other tools.
            security       | | How it is kept safe.
            privacy        | | How people's data is protected.
            accessibility  | | That everybody can use it.
            performance    | | How fast, and how much.
            availability   | | When it must work.
            reporting      | | What can be measured.
            supportability | Support | How it is run and helped with.
            migration      | | What moves over from the old one.
            training       | | What people have to learn.
        """),
    ),
    Vocabulary(
        "joint_side",
        "Marketing, IT, or both",
        "Stackbook",
        words("""
            marketing | | Marketing needs it or does it.
            it        | IT | IT needs it or does it.
            shared    | | Both do.
        """),
        extensible=False,
    ),
    Vocabulary(
        "priority",
        "Priority",
        "MoSCoW (DSDM, Agile Business Consortium)",
        words("""
            must   | Must have   | Without it the project makes no sense.
            should | Should have | Important; there is another way for a while.
            could  | Could have  | Wanted, if there is time.
            wont   | Won't have this time | Agreed to be left out for now.
        """),
        extensible=False,
        ordered="down",
    ),
    Vocabulary(
        "requirement_status",
        "Status of a requirement",
        "Requirements practice",
        words("""
            draft       | | Being written.
            agreed      | | Both sides mean the same.
            in_progress | | Being built.
            delivered   | | Built; nobody has checked it yet.
            verified    | | Checked against its acceptance criteria.
            dropped     | | No longer wanted.
        """),
        extensible=False,
        ordered="up",
    ),
    Vocabulary(
        "score_method",
        "How initiatives are scored",
        "RICE (Intercom), WSJF (SAFe), ICE (Sean Ellis), value and effort",
        words("""
            rice         | RICE | Reach times impact times confidence, divided by effort.
            wsjf         | WSJF | Business value, time criticality and risk reduction together, divided by job size.
            ice          | ICE  | Impact times confidence times ease.
            value_effort | Value and effort | Value divided by effort.
        """),
        extensible=False,
    ),
    Vocabulary(
        "risk_level",
        "Level of a risk",
        "ISO 31000 practice",
        words("""
            low    | | Seldom, or little harm.
            medium | | Now and then, or some harm.
            high   | | Likely, or much harm.
        """),
        extensible=False,
        ordered="up",
    ),
    Vocabulary(
        "decision_status",
        "Status of a decision",
        "MADR (Markdown Architectural Decision Records)",
        words("""
            proposed   | | Being talked about.
            accepted   | | Decided, and it holds.
            rejected   | | Decided against.
            deprecated | No longer holds | It does not matter any more.
            superseded | Replaced | A later decision took its place.
        """),
        extensible=False,
    ),
    Vocabulary(
        "ritual_type",
        "Type of meeting",
        "Agile and IT governance practice",
        words("""
            sprint                | Sprint planning | What is done next.
            prioritisation        | | What comes first, and why.
            budget_review         | | What was spent, and what comes.
            retrospective         | | What to do better together.
            steering              | Steering committee | Both sides' leaders decide what the teams cannot.
            demo                  | | What is new is shown.
            trend_review          | | What is new in the field, and what it means for us.
            community_of_practice | Community of practice | People of one craft learn from each other.
            data_governance       | Data governance | What data means, who may use it, how good it is.
            kpi_review            | KPI review | What the measures say.
        """),
    ),
    Vocabulary(
        "kpi_direction",
        "Which way is better",
        "Stackbook",
        words("""
            up   | Higher is better | The target is a least value.
            down | Lower is better  | The target is a most value.
            band | Within a range   | It should stay between two values.
        """),
        extensible=False,
    ),
)
