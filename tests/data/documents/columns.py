"""Writes a journal's article as flat ODT: two columns, running heads, page numbers, a wide title, footnotes."""

BODY = [
    "The commission began its work in the spring of 1996, when the delegations of the three founding members met in Tarn to "
    "agree on the rules of procedure. The chair, who had negotiated the convention, insisted that the administrations of all "
    "riparian municipalities be heard before any decision on the distribution of water.",
    "In the following year the members established a standing committee on hydrological measurement. Its first report, "
    "published in November 1997, found that the discharge of the upper reaches had diminished considerably since the "
    "construction of the reservoirs, and recommended an international programme of observation.",
    "Negotiations about compensation proved difficult. A protocol was initialled on 9 February 1999, but the parliament of "
    "the northern member refused its consent, and the text had to be renegotiated under the chairmanship of the southern "
    "delegation, which took another two years.",
    "The Protocol on Compensation was finally signed on 21 September 2001. It provided for an arbitration procedure whose "
    "judgments are binding, for a fund to which all members contribute in proportion to their withdrawals, and for public "
    "hearings in the affected communities.",
    "The accession of a fourth member in 2002 changed the balance within the commission. Representatives of the new member "
    "asked for a revision of the measuring programme, for additional stations along the estuary, and for simultaneous "
    "interpretation at all meetings.",
    "When the secretariat moved to Tarn in 2004, part of its archive was lost in a fire. The inventory that was reconstructed "
    "afterwards lists some four hundred documents, among them the minutes of the first sessions, of which only transcripts "
    "made for the press have survived.",
    "A second phase began with the flood of July 2008. The commission, which had until then concerned itself with scarcity, "
    "was asked to prepare an emergency plan. Within eleven months it presented a draft, and the ministers adopted it without "
    "amendment on 30 June 2009.",
    "Observers have praised the plan for its clarity. It assigns responsibilities to named authorities, fixes thresholds for "
    "warnings, and obliges upstream operators to announce any release of water twenty-four hours in advance; exceptions need "
    "the agreement of all governments.",
    "The thirtieth anniversary of the convention in 2021 was celebrated modestly. In a joint statement the ministers announced "
    "that the commission's mandate would be extended to groundwater, subject to the approval of the parliaments, three of "
    "which have since agreed.",
    "What remains open is the question of data. Measurements are exchanged monthly, yet their publication depends on the "
    "consent of the member that made them, and independent researchers continue to complain about gaps that cannot be "
    "explained by technical failures alone.",
]
NOTES = {2: "Records of the commission, vol. 4, page 112.", 6: "Emergency plan, part II, paragraph 17."}

paragraphs = []
for round_ in range(2):
    for number, words in enumerate(BODY):
        if round_:
            words = words.replace("The ", "Seen from the estuary, the ", 1).replace("In the", "As of the", 1)
            words = f"Appendix {number + 1}. " + words
        note = ""
        if number in NOTES and not round_:
            note = (
                f'<text:note text:note-class="footnote"><text:note-citation>{number}</text:note-citation>'
                f'<text:note-body><text:p text:style-name="Note">{NOTES[number]}</text:p></text:note-body></text:note>'
            )
        if number in (0, 6) and not round_:
            title = "First decade" if number == 0 else "The second phase"
            paragraphs.append(f'<text:h text:outline-level="1" text:style-name="Head">{title}</text:h>')
        paragraphs.append(f'<text:p text:style-name="Body">{words}{note}</text:p>')

print(f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
<style:style style:name="Body" style:family="paragraph"><style:paragraph-properties fo:text-align="justify" fo:text-indent="0.4cm" style:justify-single-word="false"/><style:text-properties fo:font-size="10pt" fo:language="en" fo:country="GB" fo:hyphenate="true" fo:hyphenation-remain-char-count="2" fo:hyphenation-push-char-count="2"/></style:style>
<style:style style:name="Head" style:family="paragraph"><style:paragraph-properties fo:margin-top="0.3cm" fo:margin-bottom="0.2cm"/><style:text-properties fo:font-size="13pt" fo:font-weight="bold"/></style:style>
<style:style style:name="Title" style:family="paragraph"><style:paragraph-properties fo:text-align="center" fo:margin-bottom="0.6cm"/><style:text-properties fo:font-size="18pt"/></style:style>
<style:style style:name="Note" style:family="paragraph"><style:text-properties fo:font-size="8pt"/></style:style>
<style:style style:name="Running" style:family="paragraph"><style:text-properties fo:font-size="9pt"/></style:style>
</office:styles>
<office:automatic-styles>
<style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="16cm" fo:page-height="22cm" fo:margin-top="1.5cm" fo:margin-bottom="1.5cm" fo:margin-left="1.6cm" fo:margin-right="1.6cm"/>
<style:header-style><style:header-footer-properties fo:min-height="1cm" fo:margin-bottom="0.6cm"/></style:header-style>
<style:footer-style><style:header-footer-properties fo:min-height="1cm" fo:margin-top="0.6cm"/></style:footer-style></style:page-layout>
<style:style style:name="Columns" style:family="section"><style:section-properties><style:columns fo:column-count="2" fo:column-gap="0.7cm"/></style:section-properties></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page">
<style:header><text:p text:style-name="Running">Journal of River Law 12 (2022)</text:p></style:header>
<style:footer><text:p text:style-name="Running"><text:page-number text:select-page="current">1</text:page-number></text:p></style:footer>
</style:master-page></office:master-styles>
<office:body><office:text>
<text:p text:style-name="Title">Thirty years of a river commission</text:p>
<text:section text:style-name="Columns" text:name="Columns">
{"".join(paragraphs)}
</text:section></office:text></office:body></office:document>""")
