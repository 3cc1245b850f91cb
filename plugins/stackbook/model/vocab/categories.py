"""The default taxonomy of tool categories: six groups after the public martech map, and what IT owns too."""

from __future__ import annotations

import re

from stackbook.model.vocabulary import Value, Vocabulary

_TAXONOMY = """
Advertising & Promotion
  Display & Programmatic | bullseye-arrow
  Mobile Marketing | cellphone-message
  Native & Content Advertising | newspaper-variant-outline
  PR | bullhorn-outline
  Print | printer-outline
  Search & Social Advertising | magnify-expand
  Video Advertising | play-box-outline
Content & Experience
  CMS & Web Experience | web
  Content Marketing | text-box-edit-outline
  DAM, MRM & PIM | image-multiple-outline
  Email Marketing | email-outline
  Interactive Content | gesture-tap
  Marketing Automation & Campaign Management | robot-outline
  Mobile Apps | cellphone
  Optimization, Personalization & Testing | flask-outline
  SEO | magnify
  Video Marketing | video-outline
Social & Relationships
  ABM | account-group-outline
  Advocacy, Loyalty & Referrals | wallet-giftcard
  Call Analytics | phone-in-talk-outline
  Community & Reviews | star-outline
  CRM | card-account-details-outline
  Customer Experience, Service & Success | face-agent
  Events & Webinars | calendar-star
  Influencers | account-star-outline
  Live Chat & Chatbots | chat-outline
  Social Media Marketing | thumb-up-outline
Commerce & Sales
  Affiliate | link-variant
  Channel, Partner & Local | map-marker-outline
  Ecommerce Marketing | cart-percent
  Ecommerce Platforms & Carts | cart-outline
  Retail & IoT | store-outline
  Sales Automation & Intelligence | handshake-outline
Data
  Audience Data & Enhancement | account-plus-outline
  BI & Data Science | chart-scatter-plot
  Customer Data Platform | database-sync-outline
  Dashboards & Visualization | view-dashboard-outline
  DMP | database-search-outline
  Governance, Compliance & Privacy | shield-check-outline
  Integration & Tag Management | tag-multiple-outline
  Marketing Analytics & Attribution | chart-line
  Mobile & Web Analytics | chart-bar
Management
  Agile & Lean | view-column-outline
  Budgeting & Finance | cash-multiple
  Collaboration | account-multiple-outline
  Product Management | clipboard-text-outline
  Projects & Workflow | clipboard-check-outline
  Talent | school-outline
  Vendor Analysis | scale-balance
Platforms
  Data Warehouse | database-outline
  Identity | fingerprint
  Consent Management | cookie-outline
"""


def _key(label: str) -> str:
    return "_".join(re.findall("[a-z0-9]+", label.lower()))


def _values() -> dict[str, Value]:
    values: dict[str, Value] = {}
    group = ""
    for line in _TAXONOMY.strip().splitlines():
        if not line.startswith(" "):
            group = line.strip()
            continue
        label, icon = (part.strip() for part in line.split("|"))
        key = _key(label)
        values[key] = Value(key, label, group=group, icon=f"material/{icon}")
    return values


VOCABULARIES = (
    Vocabulary("category", "Category", "After the groups of the public martech map (chiefmartec.com)", _values()),
)
