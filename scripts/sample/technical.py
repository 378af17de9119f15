"""Results of technical checks as scanners and reviewers write them: an XCCDF result of a sign-on node, a checklist of a firewall; and the list that ties findings to the plan of action."""

from xml.sax.saxutils import escape

from .common import write_bytes

SCAN, CHECKLIST = "exports/scan-sso-1.xml", "exports/checklist-fw-1.ckl"
LINUX, FIREWALL = "xccdf_mil.njsa_benchmark_linux-server", "NJSA_Firewall_Guide"
PROFILE = "xccdf_mil.njsa_profile_moderate"

# group, rule, weight, severity, identifier of the control correlation, title, result, message
RULES = [
    ("access", "root-login", 10.0, "high", "CCI-000770", "Nobody signs in as root over the network", "pass", ""),
    ("access", "idle-session", 5.0, "medium", "CCI-000057", "A session without work is locked after ten minutes", "pass", ""),
    ("access", "password-length", 5.0, "medium", "CCI-000205", "Passwords have at least fifteen characters", "fail", "minlen = 12 in /etc/security/pwquality.conf"),
    ("transport", "old-protocol", 10.0, "high", "CCI-002418", "The sign-on page offers no outdated protocol", "fail", "TLS 1.0 is offered on port 443"),
    ("transport", "certificate-valid", 5.0, "medium", "CCI-002470", "The certificate is valid and of the agency's authority", "pass", ""),
    ("transport", "unsigned-packages", 10.0, "high", "CCI-001749", "Packages without a signature are refused", "pass", ""),
    ("records", "audit-rules", 5.0, "medium", "CCI-000172", "Changes of accounts are written to the audit log", "pass", ""),
    ("records", "log-space", 1.0, "low", "CCI-001849", "There is space for ninety days of logs", "fail", "41 days at the present rate"),
    ("records", "wireless", 1.0, "low", "CCI-001443", "Wireless adapters are off", "notapplicable", ""),
]
TITLES = {"access": "Access", "transport": "Transport and software", "records": "Records"}

# vulnerability, rule, severity, title, control correlation, state, details, comment, lowered to, why
ITEMS = [
    ("V-9001", "NJSA-FW-010", "high", "Management ports answer to management stations only", "CCI-001097", "Open", "Port 8443 of the inner side answers to client networks",
     "See the plan of action", "", ""),
    ("V-9002", "NJSA-FW-020", "high", "Everything that is not allowed is dropped", "CCI-001109", "NotAFinding", "Last rule of each side read", "", "", ""),
    ("V-9003", "NJSA-FW-030", "high", "Administrators sign in with two factors", "CCI-000765", "Open", "Local emergency account has a password only", "Account is sealed; use is alarmed", "medium",
     "Used in the room only, under two persons"),
    ("V-9004", "NJSA-FW-040", "medium", "Rules that nobody needs any more are removed", "CCI-000366", "Open", "Eleven rules without a hit in a year", "", "", ""),
    ("V-9005", "NJSA-FW-050", "medium", "Dropped packets are logged", "CCI-000172", "NotAFinding", "", "", "", ""),
    ("V-9006", "NJSA-FW-060", "low", "The sign-in page carries the agency's notice", "CCI-000048", "Not_Reviewed", "", "", "", ""),
    ("V-9007", "NJSA-FW-070", "low", "Wireless management is off", "CCI-001443", "Not_Applicable", "No wireless part", "", "", ""),
]


def scan():
    groups = []
    for group, title in TITLES.items():
        rules = "".join(f"""
    <Rule id="xccdf_mil.njsa_rule_{name}" severity="{severity}" weight="{weight}">
      <title>{escape(text)}</title>
      <ident system="http://cyber.mil/cci">{cci}</ident>
    </Rule>""" for where, name, weight, severity, cci, text, *_ in RULES if where == group)
        groups.append(f"""
  <Group id="xccdf_mil.njsa_group_{group}">
    <title>{title}</title>{rules}
  </Group>""")
    results = "".join(f"""
    <rule-result idref="xccdf_mil.njsa_rule_{name}" time="2026-09-21T05:1{number}:00-04:00" severity="{severity}" weight="{weight}">
      <result>{result}</result>
      <ident system="http://cyber.mil/cci">{cci}</ident>{f'''
      <message severity="info">{escape(message)}</message>''' if message else ''}
    </rule-result>""" for number, (_, name, weight, severity, cci, _, result, message) in enumerate(RULES))
    counted = [r for r in RULES if r[6] in ("pass", "fail")]
    flat, maximum = sum(r[2] for r in counted if r[6] == "pass"), sum(r[2] for r in counted)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Benchmark xmlns="http://checklists.nist.gov/xccdf/1.2" id="{LINUX}" xml:lang="en">
  <status date="2026-01-12">accepted</status>
  <title>Servers with Linux, guide of the agency</title>
  <description>Written by the agency; every rule is its own.</description>
  <version>2.1</version>
  <Profile id="{PROFILE}"><title>Systems of moderate impact</title></Profile>{"".join(groups)}
  <TestResult id="xccdf_mil.njsa_testresult_sso-1" start-time="2026-09-21T05:09:30-04:00" end-time="2026-09-21T05:19:00-04:00" version="2.1" test-system="cpe:/a:njsa:nightscan:4.2">
    <benchmark href="#{LINUX}" id="{LINUX}"/>
    <title>Night scan of the sign-on nodes</title>
    <profile idref="{PROFILE}"/>
    <target>sso-1</target>
    <target-address>192.0.2.84</target-address>{results}
    <score system="urn:xccdf:scoring:default" maximum="100">{default_score(counted):.6f}</score>
    <score system="urn:xccdf:scoring:flat" maximum="{maximum:.1f}">{flat:.1f}</score>
  </TestResult>
</Benchmark>
"""


def default_score(counted):
    """NISTIR 7275 Rev 4, 7.3.2: groups weigh one each, rules within them as they say."""
    scores = []
    for group in TITLES:
        own = [r for r in counted if r[0] == group]
        scores.append(100 * sum(r[2] for r in own if r[6] == "pass") / sum(r[2] for r in own))
    return sum(scores) / len(scores)


def checklist():
    def attribute(name, value):
        return f"<STIG_DATA><VULN_ATTRIBUTE>{name}</VULN_ATTRIBUTE><ATTRIBUTE_DATA>{escape(value)}</ATTRIBUTE_DATA></STIG_DATA>"

    def info(name, value):
        return f"<SI_DATA><SID_NAME>{name}</SID_NAME><SID_DATA>{escape(value)}</SID_DATA></SI_DATA>"

    found = "".join(f"""
      <VULN>
        {attribute("Vuln_Num", vuln)}{attribute("Severity", severity)}{attribute("Rule_ID", rule_id(vuln))}
        {attribute("Rule_Ver", version)}{attribute("Rule_Title", title)}{attribute("CCI_REF", cci)}
        <STATUS>{state}</STATUS><FINDING_DETAILS>{escape(details)}</FINDING_DETAILS><COMMENTS>{escape(comment)}</COMMENTS>
        <SEVERITY_OVERRIDE>{lowered}</SEVERITY_OVERRIDE><SEVERITY_JUSTIFICATION>{escape(why)}</SEVERITY_JUSTIFICATION>
      </VULN>""" for vuln, version, severity, title, cci, state, details, comment, lowered, why in ITEMS)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<!--DISA STIG Viewer :: 2.17-->
<CHECKLIST>
  <ASSET>
    <ROLE>None</ROLE><ASSET_TYPE>Computing</ASSET_TYPE><HOST_NAME>fw-1</HOST_NAME><HOST_IP>192.0.2.1</HOST_IP><HOST_MAC></HOST_MAC><HOST_FQDN>fw-1.njsa.example</HOST_FQDN>
    <TECH_AREA></TECH_AREA><TARGET_KEY>9001</TARGET_KEY><WEB_OR_DATABASE>false</WEB_OR_DATABASE><WEB_DB_SITE></WEB_DB_SITE><WEB_DB_INSTANCE></WEB_DB_INSTANCE>
  </ASSET>
  <STIGS>
    <iSTIG>
      <STIG_INFO>
        {info("version", "3")}{info("stigid", FIREWALL)}{info("releaseinfo", "Release: 2 Benchmark Date: 12 Jan 2026")}{info("title", "Firewalls, guide of the agency")}
      </STIG_INFO>{found}
    </iSTIG>
  </STIGS>
</CHECKLIST>
"""


def rule_id(vuln):
    return f"SV-{vuln[2:]}r1_rule"


def build(t):
    """What the files do not say: which item of the plan of action a finding of category I has."""
    t.add("technical_check", asset="sso-1", benchmark=LINUX, profile=PROFILE, rule="xccdf_mil.njsa_rule_old-protocol", instance="1", result="fail", poam="POA-IDS-02")
    t.add("technical_check", asset="fw-1", benchmark=FIREWALL, profile="(default)", rule=rule_id("V-9001"), instance="1", result="fail", poam="POA-NET-01")


def write():
    """The two files, and the lines of the list of imports that bring them in."""
    write_bytes(SCAN, scan().encode())
    write_bytes(CHECKLIST, checklist().encode())
    return [["technical_check", SCAN], ["technical_check", CHECKLIST, "--set", "checked_at=2026-08-31 10:00:00"]]
