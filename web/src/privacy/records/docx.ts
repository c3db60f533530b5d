// A document as Word and LibreOffice open it: the parts of Office Open XML (ECMA-376, transitional) that headings,
// paragraphs and tables take, and no more: a library for all that Word can do would be mostly unused.

import type { Block, Paragraph } from './document';
import type { Language } from '../../i18n/language';

const main = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const offices = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const ml = 'application/vnd.openxmlformats-officedocument.wordprocessingml';

/** XML 1.0 has no way to write the characters that are taken out. */
const escaped = (text: string) =>
  text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"]/g, (c) => `&#${c.codePointAt(0)};`);

const runs = (paragraph: Paragraph, bold = false) =>
  paragraph
    .map(({ text, blank }) => {
      const look = `${bold ? '<w:b/>' : ''}${blank ? '<w:highlight w:val="yellow"/>' : ''}`;
      return `<w:r>${look && `<w:rPr>${look}</w:rPr>`}<w:t xml:space="preserve">${escaped(text)}</w:t></w:r>`;
    })
    .join('');

const paragraph = (of: Paragraph, bold = false) => `<w:p>${runs(of, bold)}</w:p>`;

// Twentieths of a point, as A4 leaves them between its margins.
const WIDTHS = [2600, 7000];

function block(b: Block): string {
  switch (b.kind) {
    case 'heading':
      return `<w:p><w:pPr><w:pStyle w:val="Heading${b.level}"/></w:pPr>${runs([{ text: b.text }])}</w:p>`;
    case 'paragraph':
      return paragraph(b.runs);
    case 'table': {
      const rows = b.rows.map((row, r) => {
        const cells = row.map(
          (cell, c) =>
            `<w:tc><w:tcPr><w:tcW w:w="${WIDTHS[c]}" w:type="dxa"/></w:tcPr>${cell.map((p) => paragraph(p, r === 0 || c === 0)).join('') || '<w:p/>'}</w:tc>`,
        );
        return `<w:tr>${r === 0 ? '<w:trPr><w:tblHeader/></w:trPr>' : ''}${cells.join('')}</w:tr>`;
      });
      const grid = WIDTHS.map((w) => `<w:gridCol w:w="${w}"/>`).join('');
      return `<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/><w:tblLook w:val="04A0"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows.join('')}</w:tbl><w:p/>`;
    }
  }
}

function styles(language: Language): string {
  const headings = [32, 26, 22].map(
    (size, i) =>
      `<w:style w:type="paragraph" w:styleId="Heading${i + 1}"><w:name w:val="heading ${i + 1}"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="${i}"/></w:pPr><w:rPr><w:b/><w:sz w:val="${size}"/></w:rPr></w:style>`,
  );
  const edges = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(
    (edge) => `<w:${edge} w:val="single" w:sz="4" w:space="0" w:color="808080"/>`,
  );
  return `${head}<w:styles xmlns:w="${main}"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:sz w:val="21"/><w:lang w:val="${language}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>${headings.join('')}<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>${edges.join('')}</w:tblBorders><w:tblCellMar><w:left w:w="100" w:type="dxa"/><w:right w:w="100" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>`;
}

/** The parts of the document by their names. */
export function parts(title: string, blocks: Block[], language: Language): Record<string, string> {
  const body = blocks.map(block).join('');
  return {
    '[Content_Types].xml': `${head}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="${ml}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${ml}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`,
    '_rels/.rels': `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${offices}/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="${packages}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
    'docProps/core.xml': `${head}<cp:coreProperties xmlns:cp="${packages}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>${escaped(title)}</dc:title><dc:language>${language}</dc:language></cp:coreProperties>`,
    'word/_rels/document.xml.rels': `${head}<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${offices}/styles" Target="styles.xml"/></Relationships>`,
    'word/document.xml': `${head}<w:document xmlns:w="${main}"><w:body>${body}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`,
    'word/styles.xml': styles(language),
  };
}

/** Writes the document as a file's bytes. */
export async function docx(title: string, blocks: Block[], language: Language): Promise<Uint8Array<ArrayBuffer>> {
  const { strToU8, zipSync } = await import('fflate');
  const files = Object.entries(parts(title, blocks, language)).map(([name, text]) => [name, strToU8(text)] as const);
  return zipSync(Object.fromEntries(files)) as Uint8Array<ArrayBuffer>;
}
