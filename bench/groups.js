// The directory that every library is given: the spreadsheet's rows by id, and a long history of
// changes to them.

/** Rows of a comma-separated file (RFC 4180) as arrays of text. */
function* rows(text) {
  let row = [];
  let at = 0;
  while (at < text.length) {
    let cell = "";
    if (text[at] === '"') {
      let end = at + 1;
      while (text[end] !== '"' || text[end + 1] === '"') {
        if (end >= text.length) throw new Error(`an unclosed quotation mark at character ${at}`);
        end += text[end] === '"' ? 2 : 1;
      }
      cell = text.slice(at + 1, end).replaceAll('""', '"');
      at = end + 1;
    } else {
      const rest = text.slice(at, at + 65536).search(/[,\r\n]/);
      const end = rest < 0 ? text.length : at + rest;
      cell = text.slice(at, end);
      at = end;
    }
    row.push(cell);
    if (text[at] === ",") {
      at += 1;
      continue;
    }
    yield row;
    row = [];
    at += text.startsWith("\r\n", at) ? 2 : 1;
  }
}

/** An id of 80 bits as hexadecimal, the same in every run. */
const idOf = (index, hash) => hash(`group ${index}`).slice(0, 20);

/** `[id, fields]` of every group; `hash` gives hexadecimal text. */
export function parseGroups(text, hash) {
  const [header, ...body] = [...rows(text)];
  return body.map((cells, index) => {
    const fields = Object.fromEntries(header.map((name, column) => [name, cells[column] ?? ""]));
    fields.latitude = Number(fields.latitude);
    fields.longitude = Number(fields.longitude);
    return [idOf(index, hash), fields];
  });
}

/**
 * Changes of a long history: which group (by its place in the file), which field, and what it
 * becomes. The bench makes the same ones for the app.
 */
export function* historicChanges(count, groupCount) {
  for (let index = 0; index < count; index += 1) {
    const group = (index * 7919) % groupCount;
    // In each round every group changes once, and never to what it already has.
    const round = Math.floor(index / groupCount);
    const turn = index + round;
    yield turn % 2 === 0
      ? { group, field: "meets", value: `Every month on the ${1 + (turn % 28)}th` }
      : { group, field: "phone", value: `608-555-${String((turn + 37 * round) % 10000).padStart(4, "0")}` };
  }
}
