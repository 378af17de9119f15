// Files of technical results for tests, small and valid.
#pragma once

#include <string>
#include <string_view>

inline std::string with_text(std::string text, std::string_view what, std::string_view by) {
    const auto at = text.find(what);
    return at == std::string::npos ? text + " LACKS " + std::string(what) : text.replace(at, what.size(), by);
}

/// Valid against the XCCDF 1.2 schema; three rules, one of them tested twice, in lines 8 to 18.
inline const std::string k_results_alone = R"(<?xml version="1.0" encoding="UTF-8"?>
<TestResult xmlns="http://checklists.nist.gov/xccdf/1.2" id="xccdf_org.example_testresult_1" start-time="2026-01-05T08:00:00Z" end-time="2026-01-05T08:10:00Z" version="1.0" test-system="cpe:/a:example:scanner:2.1">
  <benchmark href="b.xml" id="xccdf_org.example_benchmark_web"/>
  <profile idref="xccdf_org.example_profile_strict"/>
  <target>web01</target>
  <target-address>10.0.0.1</target-address>
  <target-facts><fact name="urn:xccdf:fact:asset:identifier:fqdn" type="string">web01.example.org</fact></target-facts>
  <rule-result idref="xccdf_org.example_rule_a" time="2026-01-05T08:05:00Z" severity="high" weight="2">
    <result>fail</result>
    <override time="2026-01-06T09:00:00Z" authority="Bea Rice"><old-result>pass</old-result><new-result>fail</new-result><remark>seen by hand</remark></override>
    <ident system="http://cyber.mil/cci">CCI-000366</ident>
    <ident system="http://cce.mitre.org">CCE-1-2</ident>
    <message severity="error">port 23 is open</message>
    <message severity="info">asked twice</message>
  </rule-result>
  <rule-result idref="xccdf_org.example_rule_b"><result>pass</result><instance context="disk">/dev/sda</instance></rule-result>
  <rule-result idref="xccdf_org.example_rule_b"><result>fixed</result><instance context="disk">/dev/sdb</instance></rule-result>
  <rule-result idref="xccdf_org.example_rule_c"><result>notselected</result></rule-result>
  <score system="urn:xccdf:scoring:flat" maximum="3">1</score>
</TestResult>
)";

/// XCCDF 1.1 with a prefix: a benchmark of two levels and its test. Score by the default model: (25 * 2 + 100 * 1) / 3 = 50.
inline const std::string k_benchmark_with_results = R"(<?xml version="1.0" encoding="UTF-8"?>
<c:Benchmark xmlns:c="http://checklists.nist.gov/xccdf/1.1" id="Web_STIG" xml:lang="en">
  <c:status date="2026-01-01">accepted</c:status>
  <c:title>Web server</c:title>
  <c:version>3</c:version>
  <c:Profile id="strict"><c:title>Strict</c:title></c:Profile>
  <c:Group id="V-100" weight="2">
    <c:title>SRG-1</c:title>
    <c:Rule id="SV-100r1_rule" severity="high" weight="1">
      <c:version>WEB-01</c:version>
      <c:title>Doors are <c:sub idref="how"/>shut</c:title>
      <c:reference href="https://nvd.nist.gov/800-53/Rev4">CM-6(a)</c:reference>
      <c:reference href="https://cyber.mil/cci">CCI-000001</c:reference>
      <c:ident system="http://cyber.mil/cci">CCI-000366</c:ident>
    </c:Rule>
    <c:Rule id="SV-101r1_rule" severity="medium" weight="3"><c:title>Windows are shut</c:title></c:Rule>
  </c:Group>
  <c:Rule id="SV-102r1_rule" severity="low"><c:title>Lights are out</c:title></c:Rule>
  <c:TestResult id="t1" end-time="2026-02-01T10:00:00">
    <c:target>web02</c:target>
    <c:rule-result idref="SV-100r1_rule"><c:result>pass</c:result></c:rule-result>
    <c:rule-result idref="SV-101r1_rule"><c:result>error</c:result></c:rule-result>
    <c:rule-result idref="SV-102r1_rule"><c:result>pass</c:result></c:rule-result>
    <c:score system="urn:xccdf:scoring:default" maximum="100">50.0</c:score>
  </c:TestResult>
</c:Benchmark>
)";

/// Valid against U_Checklist_Schema_V2.
inline const std::string k_checklist = R"(<?xml version="1.0" encoding="UTF-8"?>
<!--DISA STIG Viewer :: 2.17-->
<CHECKLIST>
  <ASSET><ROLE>None</ROLE><ASSET_TYPE>Computing</ASSET_TYPE><HOST_NAME>db01</HOST_NAME><HOST_IP>10.0.0.2</HOST_IP><HOST_MAC></HOST_MAC><HOST_FQDN>db01.example.org</HOST_FQDN><TECH_AREA></TECH_AREA><TARGET_KEY>1</TARGET_KEY><WEB_OR_DATABASE>true</WEB_OR_DATABASE><WEB_DB_SITE>main</WEB_DB_SITE><WEB_DB_INSTANCE>ORCL</WEB_DB_INSTANCE></ASSET>
  <STIGS>
    <iSTIG>
      <STIG_INFO>
        <SI_DATA><SID_NAME>version</SID_NAME><SID_DATA>2</SID_DATA></SI_DATA>
        <SI_DATA><SID_NAME>stigid</SID_NAME><SID_DATA>Oracle_STIG</SID_DATA></SI_DATA>
        <SI_DATA><SID_NAME>releaseinfo</SID_NAME><SID_DATA>Release: 5 Benchmark Date: 07 Jun 2023</SID_DATA></SI_DATA>
        <SI_DATA><SID_NAME>title</SID_NAME><SID_DATA>Oracle</SID_DATA></SI_DATA>
        <SI_DATA><SID_NAME>classification</SID_NAME></SI_DATA>
      </STIG_INFO>
      <VULN>
        <STIG_DATA><VULN_ATTRIBUTE>Vuln_Num</VULN_ATTRIBUTE><ATTRIBUTE_DATA>V-200</ATTRIBUTE_DATA></STIG_DATA>
        <STIG_DATA><VULN_ATTRIBUTE>Severity</VULN_ATTRIBUTE><ATTRIBUTE_DATA>high</ATTRIBUTE_DATA></STIG_DATA>
        <STIG_DATA><VULN_ATTRIBUTE>Rule_ID</VULN_ATTRIBUTE><ATTRIBUTE_DATA>SV-200r1_rule</ATTRIBUTE_DATA></STIG_DATA>
        <STIG_DATA><VULN_ATTRIBUTE>Rule_Ver</VULN_ATTRIBUTE><ATTRIBUTE_DATA>O-01</ATTRIBUTE_DATA></STIG_DATA>
        <STIG_DATA><VULN_ATTRIBUTE>Rule_Title</VULN_ATTRIBUTE><ATTRIBUTE_DATA>Passwords are long</ATTRIBUTE_DATA></STIG_DATA>
        <STIG_DATA><VULN_ATTRIBUTE>CCI_REF</VULN_ATTRIBUTE><ATTRIBUTE_DATA>CCI-000366</ATTRIBUTE_DATA></STIG_DATA>
        <STIG_DATA><VULN_ATTRIBUTE>CCI_REF</VULN_ATTRIBUTE><ATTRIBUTE_DATA>CCI-000367</ATTRIBUTE_DATA></STIG_DATA>
        <STIG_DATA><VULN_ATTRIBUTE>LEGACY_ID</VULN_ATTRIBUTE><ATTRIBUTE_DATA>V-1</ATTRIBUTE_DATA></STIG_DATA>
        <STATUS>Open</STATUS>
        <FINDING_DETAILS>8 characters &amp; no more</FINDING_DETAILS>
        <COMMENTS>to be changed</COMMENTS>
        <SEVERITY_OVERRIDE>low</SEVERITY_OVERRIDE>
        <SEVERITY_JUSTIFICATION>no way in</SEVERITY_JUSTIFICATION>
      </VULN>
    </iSTIG>
    <iSTIG>
      <!--<Evaluate-STIG><time>2023-12-11T12:56:14.3576272-05:00</time><module><name>Scan</name><version>9</version></module></Evaluate-STIG>-->
      <STIG_INFO><SI_DATA><SID_NAME>stigid</SID_NAME><SID_DATA>Other_STIG</SID_DATA></SI_DATA></STIG_INFO>
      <VULN>
        <STIG_DATA><VULN_ATTRIBUTE>Rule_ID</VULN_ATTRIBUTE><ATTRIBUTE_DATA>SV-300r1_rule</ATTRIBUTE_DATA></STIG_DATA>
        <STATUS>Not_Reviewed</STATUS><FINDING_DETAILS></FINDING_DETAILS><COMMENTS></COMMENTS><SEVERITY_OVERRIDE></SEVERITY_OVERRIDE><SEVERITY_JUSTIFICATION></SEVERITY_JUSTIFICATION>
      </VULN>
    </iSTIG>
  </STIGS>
</CHECKLIST>
)";

/// The asset stands last, where a program may put it.
inline const std::string k_cklb = R"({"title": "c", "cklb_version": "1.0", "mode": 2,
 "stigs": [{"stig_name": "Oracle", "stig_id": "Oracle_STIG", "version": 2, "release_info": "Release: 5", "size": 2,
  "rules": [
   {"group_id": "V-200", "rule_id": "SV-200r1", "rule_id_src": "SV-200r1_rule", "severity": "high", "rule_version": "O-01", "rule_title": "Passwords are long",
    "discussion": "left out", "group_tree": [{"id": "V-200", "title": "SRG", "description": "left out"}], "legacy_ids": ["V-1", "SV-1"], "ccis": ["CCI-000366", "CCI-000367"],
    "overrides": {"severity": {"severity": "low", "reason": "no way in"}}, "status": "open", "finding_details": "8 characters", "comments": null, "updatedAt": "2023-11-13T16:30:36.000Z"},
   {"group_id": "V-201", "rule_id": "SV-201r1_rule", "status": "not_applicable", "severity": "medium", "overrides": {}, "ccis": null}
  ]}],
 "target_data": {"target_type": "Computing", "host_name": "db01", "ip_address": "10.0.0.2", "fqdn": "db01.example.org", "is_web_database": true, "web_db_site": "", "web_db_instance": "ORCL"}}
)";
