# Makes workbooks of this folder (pip install openpyxl msoffcrypto-tool): python3 make.py FOLDER
import datetime, sys, zipfile
import msoffcrypto.format.ooxml as ooxml
from openpyxl import Workbook
folder = sys.argv[1]
book = Workbook()
about = book.active
about.title = "About"
groups = book.create_sheet("Groups")
groups["A2"] = "Group"
for column, heading in zip("BCDEFGHI", ["Town", "ZIP code", "Phone", "Since", "Meeting time", "Turnout", "Active", "Notes"]):
    groups[f"{column}2"] = heading
def row(at, values, formats={}):
    for column, value in zip("ABCDEFGHI", values):
        groups[f"{column}{at}"] = value
    for column, form in formats.items():
        groups[f"{column}{at}"].number_format = form
row(3, ["Kenosha Community Assembly", "Kenosha", 53140, 2625550101, datetime.date(2024, 5, 1), datetime.time(9, 30), 0.125, True, "Brings \"soup\"\nand\tbread"],
    {"C": "00000", "F": "h:mm", "G": "0.0%"})
row(5, ["Agawam Neighbors", "Agawam", 1001, 4135550102, datetime.datetime(2023, 11, 7, 19, 0), datetime.time(19, 0), 0.3, False, "=1/0"],
    {"C": "00000", "D": "(000) 000-0000", "F": "h:mm AM/PM", "G": "0%"})
row(6, ["Compañeros de Mazomanie", "Mazomanie", 53560, "608-555-0103", None, None, None, None, "=\"made of \"&A3"])
more = book.create_sheet("Members")
more.append(["Name", "Phone"])
more.append(["Rosa", "608-555-0104"])
hidden = book.create_sheet("Old")
hidden.append(["Group"])
hidden.append(["Gone Group"])
hidden.sheet_state = "hidden"
book.save(f"{folder}/groups.xlsx")
one = Workbook()
one.active.title = "Groups"
for line in [["Group", "Town", "Phone"], ["Baraboo Neighbors", "Baraboo", 6085550105]]:
    one.active.append(line)
one.save(f"{folder}/one-sheet.xlsx")
# Six thousand rows of 16,384 cells, in less than a kilobyte.
def ods(name, rows, columns):
    body = (f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body><office:spreadsheet><table:table table:name="A"><table:table-row table:number-rows-repeated="{rows}"><table:table-cell table:number-columns-repeated="{columns}" office:value-type="string"><text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>')
    with zipfile.ZipFile(f"{folder}/{name}", "w") as z:
        z.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        z.writestr("META-INF/manifest.xml", '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>', zipfile.ZIP_DEFLATED)
        z.writestr("content.xml", body, zipfile.ZIP_DEFLATED)
ods("far-too-much.ods", 6000, 16384)
with open(f"{folder}/one-sheet.xlsx", "rb") as plain, open(f"{folder}/locked.xlsx", "wb") as out:
    ooxml.OOXMLFile(plain).encrypt("secret", out)
