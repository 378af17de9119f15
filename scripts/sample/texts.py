"""Bodies of the written policies, procedures and criteria, by document id."""

BODIES = {
    "DOC-RISK-APP": """
## 1. Purpose
The agency finds, weighs and treats what may keep it from delivering its services as agreed, and what may help it deliver them better.

## 2. Sources looked at
Twice a year the risk officer walks through: the organisation itself; the service requirements of each customer; suppliers and other parties in the life
cycle of the services; availability; continuity; information security. The issues and interested parties of the service management plan are the start.

## 3. How a risk is rated
Likelihood and impact each have five steps, very low to very high. The level follows from the table of SP 800-30, appendix I. Every risk is rated twice:
before and after its treatment. What it means for customers is written in plain words.

## 4. How a risk is treated
Each risk has one owner, one response (mitigate, accept, avoid, transfer, share) and a treatment with a rank, a date and the process in which it is
carried out. For opportunities the responses are realize, enhance and share. How its effect will be judged is written down before the work starts.

## 5. Who decides
The committee meets each quarter. Who may accept what is in the acceptance criteria (DOC-RISK-CRIT). An acceptance ends after one year at the latest.

## 6. Records
The risk register is kept in the register folder of the management system; every change shows who made it and when.
""",
    "DOC-RISK-CRIT": """
Approved by the Director on 3 September 2025. One criterion for each category of risk; what lies above it is treated or accepted by the authority named.

| category | accepted up to | who may accept more |
|---|---|---|
| Service delivery | moderate | Deputy Director |
| Information security | low | Authorizing Official |
| Supplier | moderate | Deputy Director |
| Financial | moderate, at most 250,000 USD a year for one risk | Director |
| Continuity | low | Director |
| People | moderate, vacancies of key roles up to 90 days | Deputy Director |

## Rules
1. A risk above its criterion is never left without a treatment or a signed acceptance.
2. An acceptance names the day on which it ends and lasts at most twelve months.
3. A risk that could stop two critical services at once is reported to the Director within one working day, whatever its level.
4. Opportunities need no acceptance; they need an owner and a decision.
""",
    "DOC-CHM-POL": """
## 1. What is under change control
Every component of a service in the catalogue: servers, network devices, storage, platform and application software, their configuration, interfaces,
certificates, and the documents that define a service. Also: service level agreements, contracts with suppliers, and the tools of the service desk.
Not under change control: content that users keep themselves, and equipment waiting in stock.

## 2. Categories and how each is managed
| category | what it is | how it is managed |
|---|---|---|
| standard | known, small risk, repeated; described by a model | approved once with its model; recorded, done, closed |
| normal | all others | assessed, decided by the change board, planned, tested, told, deployed, reviewed |
| emergency | to end or prevent a major incident or a security threat | decided by the duty officer; recorded at once; papers completed in five working days; reviewed by the next board |

Requests to add, change, remove or transfer a service go through service design and transition; so does every change that meets a criterion of section 3.

## 3. Criteria for major impact
A change could have a major impact when one of these holds: a critical service is interrupted for more than one hour; more than 500 users notice it; it
touches log-on, mail flow or the core network; it cannot be reversed within the window; it alters what a customer was promised; security rates it high.

## 4. Decision
The board weighs risk, benefit, feasibility and cost, and the impact on services, customers and users, policies and plans, capacity, availability,
continuity, information security, and other changes and releases.

## 5. After deployment
Every normal and emergency change is reviewed within 30 days. Unsuccessful ones are investigated. Records are analysed for trends each quarter.
""",
    "DOC-MI-CRIT": """
An incident is a major incident when the duty officer finds that at least one line holds:

1. A critical service (email, network, identity) is not usable for a whole site or for more than 500 users.
2. A service of criticality high stops entirely during duty hours, or at any time in an exercise.
3. Data of customers is lost or may have been disclosed.
4. The restoration time agreed for priority critical is likely to be missed.
5. The Director, or a customer's chief of information, asks for it.

An incident that meets a line is declared within 30 minutes of the call that shows it. Declaring too early is no fault; declaring too late is reviewed.
Impact and urgency of a major incident are both high. The criteria were agreed with the three customers on 8 September 2025.
""",
    "DOC-MI-PROC": """
## 1. Declare
The analyst who sees that a criterion of DOC-MI-CRIT holds calls the duty officer. The duty officer declares, sets the flag, and notes the time.

## 2. Take charge
The duty officer answers for the incident until it is reviewed. A deputy is named when it lasts longer than eight hours. One bridge, one log keeper.

## 3. Tell
- Director and Deputy Director: within 60 minutes by phone, then every two hours.
- Customers: first notice within 30 minutes, then every 30 minutes.
- Cybersecurity Office: at once where data may be concerned.

## 4. Restore
Restore first, find the cause later. Changes needed are emergency changes and are recorded as such the same day.

## 5. Report
Within two working days after resolution the duty officer reports: what stopped, for whom, how long, what was done, what remains open.

## 6. Review
Within ten days after resolution the review meets: duty officer, process manager, groups involved, one customer. It looks at detection, response, information
given and cause, and enters improvements in the register. A problem is opened in every case.
""",
    "DOC-IM-PROC": "\nSee the process framework DOC-PF-IM. Records are opened at once, classified, ranked by impact and urgency, escalated when due, resolved and closed.\n",
    "DOC-SEC-POL": """
## 1. Statement
The agency protects information and systems in proportion to the harm that their loss would do to the joint commands. Security is part of every service.

## 2. Rules
1. Every system is categorised for confidentiality, integrity and availability before it is built, and authorized before it is used.
2. Access follows need and is reviewed twice a year; accounts of leavers are closed on the day they leave.
3. Privileged work is done from separate accounts with smart cards.
4. Weaknesses rated critical are corrected in 14 days, high in 30, others in 90, or entered in the plan of action with a date.
5. Only the authorizing official accepts security risk above low.
6. Suppliers are bound to the same rules by contract.

## 3. Duties
The chief information security officer owns this policy; the security manager runs the process; owners of systems keep their plans current; everybody
reports what looks wrong to the service desk, without fear of blame.

## 4. Review
Once a year, and after every security incident that was major.
""",
}

BODIES["DOC-SCOPE"] = """
## Others who take part
Suppliers and internal groups provide parts of the services; the agency keeps control of them and answers to its customers for the whole. Which part each
provides is in the supplier register. The annex at Harrow Point is served by the same teams.
"""

BODIES["DOC-PLAN"] = """
## 1. What the plan answers
| issue or requirement (context review, June 2025) | answer in this plan |
|---|---|
| One engineer knows the directory (inside) | second engineer trained by March; risk R-004 |
| Exercises double the demand for weeks (outside) | workload limits in the agreements; reserve staff by contract |
| Customers want figures they can trust (interested party) | monthly reports from the ticket tool, reviewed together |
| The board asks for the framework processes (interested party) | 24 processes adopted or adapted by July 2025 |
| Budget may be cut during the year (outside) | renewals ranked; risk R-017 |

## 2. Objectives
1. All eight services reach their availability in eleven of twelve months.
2. Nine of ten incidents are resolved within the agreed time.
3. No contract with a critical supplier is weaker than what customers were promised, or the gap is a managed risk.

## 3. Means
People and money as in the budget of the year; ticket tool, monitoring and records library; internal review as independent auditor.

## 4. Measuring
Figures each month, management review in March and September, processes evaluated once a year.
"""

BODIES["DOC-RISK-MIN"] = """
**21 September 2026, 10:00 to 11:40, conference room 2.** Present: deputy director (chair), risk officer, heads of operations, engineering, security and the ITSM office;
guest: chief of information, Joint Logistics Command.

1. **Register.** 40 entries looked at, 3 closed. The sources named in the approach were walked through; new entries came from suppliers only.
2. **Opportunities.** Self-service password reset goes on; first figures show a quarter fewer calls. Dashboards for customers: funded from October.
3. **Treatments.** Ranks confirmed. Items due in the autumn are on the agenda of the change board.
4. **Acceptances.** The chair and, for security, the authorizing official signed those listed in the register; each ends within a year.
5. **Effect.** Treated risks were judged by the service reports of the quarter. The channel plan of the wireless network had the effect hoped for.
6. **Next meeting:** 14 December 2026.
"""

MODELS = {
    "DOC-SCM-PATCH": "Monthly updates of servers and workstations", "DOC-SCM-CERT": "Renewal of a certificate", "DOC-SCM-PORT": "Patching of a network socket",
    "DOC-SCM-DISK": "More disk space for a server or share",
}

CONTRACT_NOTES = {
    "CON-02": """
## Clauses that matter for service management
1. **Scope.** Lines between Northgate and Harrow Point, switches and routers of both sites, spare parts on site. Not: wireless controllers.
2. **Requirements.** Cleared staff only; parts that held configuration are wiped or stay with the agency; monthly report by the fifth working day.
3. **Targets.** Repair within 4 hours on working days 06:00 to 20:00, within 8 hours otherwise; lines 99.9 % available each month; credits of 5 % per miss.
4. **Authority.** The contracting officer directs; the network operations officer accepts work; the supplier answers for its staff and subcontractors.
5. **Escalation.** Engineer, service manager, vice president; each step two hours.
6. **Change.** Assessed for its effect on services before signature (see the note on the amendment of February 2026).

## Held against the agreements
Repair at night takes up to 8 hours by contract and 4 by the agreement for network access: a gap, carried as risk R-015.
""",
    "CON-05": """
## Clauses that matter for service management
1. **Scope.** Twelve analysts and four technicians on two shifts; ten percent reserve in exercise weeks announced 30 days ahead.
2. **Requirements.** Clearance before the first day; two weeks of training; names of leavers told five working days ahead.
3. **Targets.** 80 % of calls answered in 60 seconds; 65 % solved at first contact; absence below 6 %.
4. **Authority.** The service desk chief directs the work; the supplier is employer; changes of the roster need the agency's consent.
5. **Amendment of 10 February 2026.** Evening shift prolonged to 22:00; assessed on 20 January, approved on 3 February.

## Held against the agreements
Targets bear the agreement for the service desk. No gap.
""",
}
