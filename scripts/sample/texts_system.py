"""Bodies of the documents on the management system as a whole, by document id."""

BODIES = {
    "DOC-SMP": """
## 1. What the agency is there for
Northgate Joint Services Agency provides the IT services on which the joint commands work, learn and plan. They must be able to rely on them in exercises and in
emergencies.

## 2. What we promise
1. We deliver what was agreed with our customers, and say early when we cannot.
2. We meet the requirements that apply: those of our customers, of law and regulation, of our contracts and of ISO/IEC 20000-1.
3. We treat risk openly and protect the information entrusted to us.
4. We decide on figures that can be checked.

## 3. Frame of the objectives
Objectives are set each August for availability, restoration, suppliers, satisfaction, cost and security. Each has a measure, an owner and a date, and serves one
of the promises above.

## 4. Who answers
The Director answers for this policy. The head of the ITSM office sees to it that the management system conforms to the standard and reports to the Director
how it performs. Every owner of a process or service carries it out in his or her area.

## 5. Where it is found
In the portal for staff; newcomers are briefed in their first week. Customers and suppliers get it on request and with each agreement.
""",
    "DOC-CONTEXT": """
Workshop of 17 June 2025, decided by the Director on 24 June 2025; looked through in the management reviews of March and September 2026.

## How it was done
Owners of processes and services named what helps and what hinders. Each matter was weighed: does it bear on whether the management system brings about what it is
meant to? Parties were listed from contracts, agreements, law and the organisation chart.

## What it meant for the scope
- Harrow Point is inside: the same teams serve it, and its users expect the same service.
- Garrison Printing stays outside: the garrison runs and pays for it.
- Issues and requirements of parties were on the table when the scope was set on 20 August 2025.

## Climate change
The question was put twice. It bears on continuity (storms) and on cooling. Reporting of energy use is a matter of the garrison.
""",
    "DOC-CITYPES": """
| type | what it is | kept beside identifier, description, relations and status |
|---|---|---|
| Service | one for each service of the catalogue | owner, criticality |
| Server, host | physical or virtual machine | room, version, group |
| Database, storage | where data of services and customers lie | room, version, group |
| Switch, access point, router, firewall | network of both sites | room, version |
| Document | agreements and plans that define a service | version, place |

Detail follows criticality: for critical services each node is an item, for moderate ones the group of machines is. Workplaces are assets, not items.
Only the configuration manager and the deployment tool write; all staff of the agency read.
""",
    "DOC-REL-POL": """
## 1. Types of release
| type | what it is | how often | how it is managed |
|---|---|---|---|
| major | new or changed service, change with major impact | as the change schedule says, at most one a month for each service | plan, tests in the acceptance environment, approval by the board, watch period of 30 days |
| minor | monthly updates | once a month, in the windows of the services | rings of deployment, approval with the model, watch period of 30 days |
| emergency | to end or prevent a major incident or a security threat | when needed | approval by the duty officer; papers in five working days |

## 2. Acceptance criteria
Smoke test passed; no open fault of priority critical or high; way back tried; articles for the service desk written; those concerned told five working days ahead.

## 3. Plan of a deployment
Each plan names the dates, what is deployed, how it is deployed, the requests for change it carries out, and the known errors and problems it closes.

## 4. Before and after
A baseline of the items concerned is taken before the start. Success, failure and incidents of the watch period are analysed each quarter.
""",
    "DOC-DEPPLAN": """
- **Dates:** {dates}; test and pilot rings in the three days before.
- **Deliverables:** updates of the makers of August for servers and workstations.
- **Method:** deployment tool; rings test, pilot, all.
- **Requests for change:** {changes}; closes no problem or known error.
- **Way back:** snapshots before the start; the duty engineer decides within an hour.
- **Told:** users and customers by the portal calendar, six days ahead.
""",
    "DOC-AVAIL": """
## Requirements and targets
| service | required by the customers | target a month | looked at |
|---|---|---|---|
| Email, network, identity | around the clock; longest single stop four hours | 99.9 % | each month |
| Virtual desktop, collaboration, planner, hosting | in duty hours, around the clock in exercises | 99.5 % | each month |
| Service desk | 06:00 to 22:00 | 99.0 % | each month |

## Risks to availability
Taken from the risk register (source availability), assessed each half-year with the continuity planner; last on 28 August 2026: R-001, R-021, R-024, R-029, R-031.

## How it is measured
Watchtower asks each service every minute from both sites. Planned windows that were announced do not count.
""",
    "DOC-BCP-01": """
## 1. When it is invoked, and by whom
A room of the data centre is lost, or is about to be, for more than one hour. The duty officer invokes; the head of engineering can do so too. Card on the last page.

## 2. What is done
1. Duty officer opens the bridge, calls the list of contacts, tells the Director.
2. Platform team starts the servers of the other room in the order of the list.
3. Network team takes over the lines; identity team checks log-on.
4. Service desk tells users and customers every 30 minutes.

## 3. What holds while it is invoked
Email, network and identity 99.0 %; services of criticality high from 06:00 to 22:00; others as far as hosts allow.

## 4. Recovery
Recovery time eight hours, recovery point four hours. Order: network, identity, storage, email, planner, files, desktops, customers' servers.

## 5. Return to normal
Room released in writing by facilities; data copied back at night; services moved one by one as normal changes; the plan is ended by the head of engineering.

## 6. Where it is
Records library, paper in room B, at Harrow Point and in the car of the duty officer. The list of contacts is on the duty phone.
""",
    "DOC-AUDPROG": """
## Programme 2025 to 2027
| what | 2025 | 2026 | 2027 |
|---|---|---|---|
| Clauses 4 to 7, 9, 10 | June | May | May |
| 8.2, 8.3 | June | May | May |
| 8.4, 8.7.2 | - | May | - |
| 8.5, 8.6 | June | May, in depth | May |
| 8.7.1, 8.7.3 | June | May | May |

**Frequency:** once a year, and after a major change of the management system. **Methods:** interviews, samples of records, observation.
**Responsibilities:** head of internal review plans and reports to the board; lead auditor leads; owners of processes answer. **Planning:** plan four weeks ahead,
agreed with the auditees. **Reporting:** in three weeks, to the director and the owners concerned.

## Why so
Change and resolution touch users most, and had findings in 2023. The second line to Harrow Point and mobile devices come in 2026. Results of 2025: agreements, access reviews.

## Criteria and scope of audits
IA-25 and IA-26: ISO/IEC 20000-1:2018 with amendment 1 and the agency's own policies and procedures; management system with eight services at both sites.
Nobody audits work done or directed in the two years before.
""",
    "DOC-REPORTS": """
| report | what it is for | readers | holds | how often |
|---|---|---|---|---|
| Service report, one for each service | decide on missed targets | customer, service owner | performance against targets, workload, trend of twelve months | monthly |
| Major incident report | learn | Director, customers | cause, course, actions | each time |
| Change analysis | better changes | change board | figures, trends | quarterly |
| Effect of problem resolution | see whether fixes hold | head of operations | incidents since | quarterly |
| Supplier performance | credits, renewal | deputy director | targets met | quarterly |
| Cost report | keep to the budget | Director, service owners | budget, actual, forecast | quarterly |
| Satisfaction | what to improve | Director, customers | scores, comments | half-yearly |
| Security incidents | risk | authorizing official | type, number, effect | quarterly |
| Management review papers | suitability, adequacy, effectiveness | Director | all of the above | half-yearly |
""",
}

PLAN_SECTIONS = """
## 5. Services
Eight services are live: email, network, identity, virtual desktop, collaboration, logistics planner, service desk, hosting; mobile devices are being
built. The list with owners is the service register.

## 6. Known limitations
One duct to Harrow Point until the second line is in; no staff at Harrow Point at night; discovery does not reach the annex; the ticket tool keeps
attachments for two years only.

## 7. Obligations
Policies of the board; records act; procurement rules; instruction on risk management of systems; contracts with eight suppliers; agreements with
customers. The register of interested parties says where each applies.

## 8. Authorities and responsibilities
Roles and holders are in the role register and the RACI; letters of appointment are in the library.

## 9. Resources
183 posts of three employers; two rooms, two sites; 11.1 million USD a year for the services, 410,000 USD for investment. Plans by service are in the
budget and in the capacity plan.

## 10. Other parties
Eight external suppliers, two internal groups, two customers acting as suppliers. What each does and how it is controlled is in the list of other
parties; reviews each quarter.

## 11. Technology
Ticket tool ServiceNow with its configuration database; monitoring Watchtower; records library; portal; telephone system.

## 12. Measuring, auditing, reporting, improving
List of measures (DOC-METRICS), audit programme (DOC-AUDPROG), list of reports (DOC-REPORTS), improvement register.

## 13. Kept true
Reviewed in each management review; last changed on 18 March 2026 (second line to Harrow Point). Made from the policy, the objectives, the risks and
opportunities, the service requirements and the standard.
"""

TRANSITION = """
## 1. Who decides and answers
Service owner (P015) decides on design and build; change board on going live; headquarters staff accepts.

## 2. Activities and times
| what | who | until |
|---|---|---|
| Requirements agreed | service owner, headquarters staff | 28 November 2025 |
| Pilot with 100 devices | field support | from 23 November 2025 |
| Management server built, interfaces to mail and sign-on | platform team; supplier of the tool | 31 August 2026 |
| Tests for acceptance | test manager | 18 December 2026 |
| Start for 400 users | service desk | 29 January 2027 |

## 3. Resources
Two engineers for nine months, one trainer; 140,000 USD; licences for 400 devices; articles for the service desk.

## 4. Dependencies
Email, identity, network. Sign-on must be on the new chain of certificates.

## 5. Testing
Wipe, loss of network, 400 devices at one time, enrolment by a user without help.

## 6. Acceptance criteria
Wiped in an hour; enrolled in 20 minutes; no open fault of priority high; articles read by three analysts.

## 7. Intended outcomes
400 staff on duty read mail away from the desk within three months; 90 % of lost devices wiped in an hour; at most 40 calls a month.

## 8. Impact
New procedures for loss; agreement for mobile devices; 40 calls a month more at the desk; no change of other services.
"""

DESIGN = """
## 1. Who does what
Field support issues, service desk enrols and wipes, platform team runs the server, security office sets the rules, the supplier of the tool gives third line support.

## 2. Resources
One server in each room; 400 licences; half a post at the desk.

## 3. Education, training, experience
Four analysts take the maker's course; every user gets a page and a film of six minutes.

## 4. Agreements
New agreement SLA-MOB (draft), addition to CON-05 for enrolment.

## 5. Management system
Procedure for loss of a device; new model of a standard change; measure M-MOB-1; articles.

## 6. Other services
Email: connector for devices. Identity: certificates for devices. Network: none.

## 7. Catalogue
New entry with outcomes, hours, price and how to ask; addition to the entry of email.
"""

TRANSFER = """
- **Date:** 30 July 2026, after the booking round of the summer.
- **Data:** bookings since 2021 are exported and checked by both sides; they are deleted here after 90 days.
- **Documents:** handbook and two articles; the agreement ends the same day.
- **Knowledge:** two clerks of the command work beside ours for three weeks in July.
- **Components:** one virtual server, as it stands.
"""

SURVEYS = {
    "DOC-SAT-25-2": "\nAsked: 900 of 6,850 users, drawn by command, site and rank; answered: 412. Score 3.7 of 5 (target 4.0). By command: 3.6 to 3.9; Harrow Point "
                    "3.1.\n\nLowest: information in interruptions, field support at Harrow Point. Reviewed on 9 December 2025; improvement IMP-K01 follows. Reported to customers on 18 December.\n",
    "DOC-SAT-26-1": "\nAsked: 900 of 6,910 users, drawn by command, site and rank; answered: 398. Score 3.9 of 5 (target 4.0). Harrow Point 3.6.\n\nLowest: log-on of "
                    "the virtual desktop (3.4). Reviewed on 16 June 2026; improvement IMP-K02 follows. Reported to customers on 25 June.\n",
}
