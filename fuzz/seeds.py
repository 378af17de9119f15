#!/usr/bin/env python3
"""Writes what a fuzz target starts from: seeds into FOLDER, and the words to try into DICTIONARY. usage: seeds.py TARGET FOLDER DICTIONARY

Everything comes from the samples of the tests, the sample organisation and the sources, so that a new sample is a seed without another line."""
import io
import pathlib
import re
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MOST_BYTES = 16 * 1024
MOST_WORDS = 400


def files(folder, pattern):
    return [path.read_bytes() for path in sorted((ROOT / folder).rglob(pattern)) if path.stat().st_size <= MOST_BYTES]


def raw_strings(*names):
    """Samples that stand in the tests as R"(…)"."""
    found = []
    for name in names:
        found += [text for _, text in re.findall(r'R"(\w*)\((.*?)\)\1"', (ROOT / name).read_text(), re.S)]
    return [text.encode() for text in found if len(text) > 20]


def lines_of(text):
    return [line.encode() for line in text.strip("\n").split("\n")]


def csv():
    whole = files("tests/golden", "*.csv") + files("evidence/tickets", "*.csv") + files("evidence/registers", "*.csv")
    return [text[:1000] for text in whole] + lines_of('a;b\na,b\n"a ""b"" c",d')


def xml():
    return files("tests/golden/xml", "*.xml") + files("controls/matrices", "*.xml") + files("controls/profiles", "*.xml") + files("evidence", "assay.xml")


def technical():
    results = raw_strings("tests/support/technical_files.hpp")
    report = (b'<a:asset-report-collection xmlns:a="http://scap.nist.gov/schema/asset-reporting-format/1.1"><a:reports><a:report id="r1"><a:content>' +
              results[0].split(b"?>\n", 1)[-1] + b"</a:content></a:report></a:reports></a:asset-report-collection>")
    return results + [report] + files("evidence/exports", "*.ckl") + files("evidence/exports", "*.xml")


def expression():
    found = set()
    for path in sorted((ROOT / "controls/checks").rglob("*.xml")):
        found |= set(re.findall(r'(?:where|require|having)="([^"]*)"', path.read_text()))
    return [text.encode() for text in sorted(found)[:: max(len(found) // 400, 1)]]


def template():
    return files("templates", "*.mustache")


def value():
    return lines_of("""2026-02-29
2024-02-29
P1Y2M3D
PT4H
P30D
PT1H30M15S
-9223372036854775808
99999999999999999999
0001-01-01
2026-01-31T08:00:00.5+01:00
2026-01-31 08:00Z
-1,234.50
0.30000000000000004
30.06.2019 23:59|dd.MM.yyyy HH:mm
Jan 2 26 9:05:01 PM|MMM d yy h:mm:ss a""")


def intake():
    header = b"id,words,state,amount,share,good,day,moment,length,parent,cost,currency,paper\n"
    return [b"yyyy-MM-dd HH:mm\x1e" + header + b'T-1,red;green,open,"1,234.5",95%,yes,2026-01-31,2026-01-31 08:00,PT4H,T-1,12.50,EUR,a/b.pdf\n',
            b"\x1e" + header + b"T-1,red|blue,Closed,-1,0.5,N,29-02-2016,29-02-2016 01:16,1:30:00,,USD 3,,../x\nT-1,,,,,,3/4/16,2/29/2016 1:16:05 PM,P1W,T-2,,,\n",
            b"month-day-year\x1eId;State;Day;_row;_from;_at\nT-1;open;11-May-2011;1;c1-3f9a1c2b;c12-3f9a1c2b\n;;;;;\n",
            b"\x1d\x1eActivity,Incident Manager,Service Desk,Owner\nIncident Management,,,\nLog it,A,R,\nClose it,A/R,\"C, I\",-\n",
            b"\x1d\x1eProcess,Activity,Role One,Owner\nIncident,Log it,R A,I\n"]


def oscal():
    uuid = "531e37ca-9ab8-435f-915d-e96c7f4361d2"
    other = "cabcd8ed-bf29-4e63-b15c-7a559ffa2426"

    def document(model, body, metadata=""):
        return (f'<{model} xmlns="http://csrc.nist.gov/ns/oscal/1.0" uuid="{uuid}"><metadata><title>T</title>'
                f"<last-modified>2026-01-31T12:00:00Z</last-modified><version>1</version><oscal-version>1.1.2</oscal-version>{metadata}</metadata>{body}</{model}>").encode()

    party = f'<role id="owner"><title>Owner</title></role><party uuid="{other}" type="organization"><name>N</name></party>'
    catalog = ('<param id="p-0"><label>days</label><constraint><description><p>c</p></description></constraint><select how-many="one-or-more"><choice>a <insert type="param" id-ref="p-1"/></choice></select></param>'
               '<group id="g" class="family"><title>G <em>x</em></title><control id="c-1" class="SP800-53"><title>First</title><param id="c-1_p"><label>days</label></param>'
               '<prop name="label" value="C-1"/><prop name="sort-id" value="c-01"/><link href="#c-2" rel="related"/>'
               '<part name="statement" id="c-1_s"><p>Keep for <insert type="param" id-ref="c-1_p"/>.</p><part name="item" id="c-1_s.a"><prop name="label" value="a."/><p>One</p></part></part>'
               '<part name="assessment-objective" id="c-1_o"><p>Whether</p></part><part name="assessment-method" id="c-1_m"><prop name="method" ns="http://csrc.nist.gov/ns/rmf" value="EXAMINE"/>'
               '<part name="assessment-objects"><p>Papers</p></part></part><control id="c-1.1"><title>More</title><prop name="status" value="withdrawn"/><link href="#c-1" rel="incorporated-into"/></control></control></group>')
    profiles = ["<import href=\"a.xml\"><include-all/></import>",
                '<import href="a.xml"><include-controls with-child-controls="yes"><with-id>c-1</with-id><matching pattern="c-*"/></include-controls>'
                '<exclude-controls><with-id>c-2</with-id></exclude-controls></import><import href="self.xml"><include-all/></import><merge><combine method="merge"/><as-is>true</as-is></merge>',
                '<import href="a.xml"><include-all/></import><merge><combine method="keep"/><flat/></merge>',
                '<import href="a.xml"><include-all/></import><merge><custom><group id="n"><title>New</title><insert-controls order="ascending"><include-all/></insert-controls></group>'
                '<insert-controls order="keep"><include-controls><with-id>c-3</with-id></include-controls></insert-controls></custom></merge>',
                '<import href="a.xml"><include-all/></import><modify><set-parameter param-id="c-1_p"><label>weeks</label><value>2</value></set-parameter>'
                '<alter control-id="c-1"><remove by-name="label"/><remove by-id="c-1_s"/><add position="after" by-id="c-1_s"><part name="guidance" id="c-1_g"><p>More</p></part></add>'
                '<add position="starting"><prop name="label" value="X"/></add></alter></modify>']
    blocks = "<p>a <code>b</code><a href=\"#x\">c</a></p><ul><li>d<ol><li>e</li></ol></li></ul><table><tr><th>f</th><td align=\"left\">g</td></tr></table><pre>h</pre><blockquote><p>i</p></blockquote>"
    implementation = (f'<component uuid="{uuid}" type="software"><title>C</title><description>{blocks}</description><purpose>p</purpose><responsible-role role-id="owner"/>'
                      f'<control-implementation uuid="{uuid}" source="a.xml"><description><p>d</p></description><implemented-requirement uuid="{uuid}" control-id="c-1">'
                      "<description><p>d</p></description></implemented-requirement></control-implementation></component>")
    result = (f'<import-ap href="a.xml"/><result uuid="{uuid}"><title>R</title><description><p>d</p></description><start>2026-01-31T12:00:00Z</start>'
              "<reviewed-controls><control-selection><include-all/></control-selection></reviewed-controls>"
              f'<observation uuid="{other}"><description><p>o</p></description><method>EXAMINE</method><collected>2026-01-31T12:00:00Z</collected></observation>'
              f'<finding uuid="{uuid}"><title>F</title><description><p>f</p></description><target type="objective-id" target-id="c-1_o"><status state="not-satisfied"/></target></finding></result>')
    made = [document("catalog", catalog, party), document("catalog", '<control id="c"><title>C</title></control><back-matter><resource uuid="' + other + '"><rlink href="a.xml"/></resource></back-matter>'),
            document("component-definition", implementation), document("assessment-results", result),
            document("plan-of-action-and-milestones", f'<poam-item uuid="{uuid}"><title>P</title><description>{blocks}</description></poam-item>'),
            document("assessment-plan", '<import-ssp href="s.xml"/><reviewed-controls><control-selection><include-all/></control-selection></reviewed-controls>')]
    return made + [document("profile", body, party) for body in profiles] + files("tests/golden/oscal", "*.xml")


def cci():
    def items(body):
        return (f'<?xml version="1.0" encoding="utf-8"?>\n<cci_list xmlns="http://iase.disa.mil/cci"><metadata><version>2024-05-01</version></metadata><cci_items>{body}</cci_items></cci_list>').encode()

    def item(number, *references):
        given = "".join(f'<reference creator="NIST" title="{title}" version="{version}" location="x" index="{index}"/>' for title, version, index in references)
        return f'<cci_item id="CCI-{number:06}"><status>draft</status><definition>Do.</definition><references>{given}</references></cci_item>'
    return [items(item(1, ("NIST SP 800-53", 3, "AC-1 a"), ("NIST SP 800-53A", 1, "AC-1.1 (i)"), ("NIST SP 800-53 Revision 5", 5, "AC-1 a 1 (a)"))),
            items(item(366, ("NIST SP 800-53 Revision 4", 4, "CM-6 b")) + item(367, ("NIST SP 800-53 Revision 4", 4, "CM-6 b"), ("NIST SP 800-53 Revision 4", 4, "CM-6 c"))),
            items(item(3)), b'<c:cci_list xmlns:c="http://iase.disa.mil/cci"><c:cci_item id="CCI-1"/></c:cci_list>']


def packed(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, text in entries:
            made.writestr(zipfile.ZipInfo(name), text, compress_type=method)
    return out.getvalue()


def workbook(sheet):
    space = "http://schemas.openxmlformats.org/"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return [("[Content_Types].xml", f'{head}<Types xmlns="{space}package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
             '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'),
            ("_rels/.rels", f'{head}<Relationships xmlns="{space}package/2006/relationships"><Relationship Id="r1" Type="{space}officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
            ("xl/workbook.xml", f'{head}<workbook xmlns="{space}spreadsheetml/2006/main" xmlns:r="{space}officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'),
            ("xl/_rels/workbook.xml.rels", f'{head}<Relationships xmlns="{space}package/2006/relationships"><Relationship Id="r1" Type="{space}officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
            ("xl/worksheets/sheet1.xml", f'{head}<worksheet xmlns="{space}spreadsheetml/2006/main"><sheetData>{sheet}</sheetData></worksheet>')]


def archive():
    return [packed([]), packed([("a.txt", "a" * 300), ("b/c.txt", "bc")]), packed([("a.txt", "abc"), ("A.TXT", "abd")], zipfile.ZIP_STORED),
            packed([("../x", "x")]), packed(workbook('<row r="1"><c r="A1"><v>1</v></c></row>'))]


def xlsx():
    rows = ('<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>on</t></is></c></row><row r="2"><c r="A2"><v>0.30000000000000004</v></c><c r="B2" s="1"><v>46053</v></c></row>\x1e<si><t>id</t></si>',
            '<row r="1"><c r="A1" t="str"><f>B1</f><v>x</v></c></row><row r="3" hidden="1"><c r="A3" t="e"><v>#N/A</v></c></row>\x1e\x1e<numFmt numFmtId="200" formatCode="[h]:mm"/>',
            '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cols><col min="1" max="2" hidden="1"/></cols><sheetData><row><c><v>1</v></c><c t="b"><v>1</v></c></row>'
            '<row><c s="7"><v>0.5</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>\x1e<si><r><t>a</t></r><rPh><t>b</t></rPh></si>\x1e'
            '<numFmt numFmtId="200" formatCode="00000"/>')
    whole = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row><row r="2"><c r="A2"><v>7</v></c></row>'
    return [each.encode() for each in rows] + [packed(workbook(whole)), packed(workbook(whole), zipfile.ZIP_STORED)]


WORDS = {"oscal": ["src/formats/oscal_*.cpp", "src/rules/oscal_*.cpp"], "technical": ["src/formats/technical_*.cpp", "src/formats/xccdf_*.cpp", "src/formats/ckl_*.cpp"],
         "xlsx": ["src/formats/xlsx_*.cpp"], "xml": ["src/formats/load_*.cpp"], "expression": ["src/rules/*.cpp"], "template": ["src/report/view*.cpp"]}


def words(target, seeds):
    """Names and values of the seeds, and the names in the sources that read them."""
    counted = {}
    for text in seeds + [path.read_bytes() for pattern in WORDS.get(target, []) for path in sorted(ROOT.glob(pattern))]:
        for word in re.findall(rb"</?[A-Za-z][\w:.-]{1,40}|[A-Za-z][\w:-]{1,40}=|\"[a-z][a-z0-9:./_-]{1,60}\"|[A-Z][A-Z_-]{2,20}", text):
            word = word.strip(b'"')
            counted[word] = counted.get(word, 0) + 1
    return sorted(sorted(counted), key=lambda word: -counted[word])[:MOST_WORDS]


TARGETS = {each.__name__: each for each in (archive, cci, csv, expression, intake, oscal, technical, template, value, xlsx, xml)}


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: seeds.py TARGET FOLDER DICTIONARY, of {', '.join(TARGETS)}")
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    seeds = TARGETS[sys.argv[1]]()
    for number, seed in enumerate(seeds, 1):
        (folder / f"{number:04}").write_bytes(seed)
    pathlib.Path(sys.argv[3]).write_bytes(b"".join(b'"' + word.replace(b"\\", b"\\\\") + b'"\n' for word in words(sys.argv[1], seeds)))


main()
