import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { alike, inTitle, inTitleOrText, parseQuery, QUERY_MAX, wordByWord, type ParsedQuery } from "#server/search/expression.ts";
import { tempDirectory } from "#test/support/temp.ts";

/** What people and scanners put into search fields. */
const HOSTILE = [
  '"',
  '""课时',
  '课"时',
  "课时*",
  "^课时",
  "课 AND 时",
  "课 OR",
  "NOT 课",
  "NEAR(课 时, 2)",
  "title_grams : 课",
  "{title_grams} : 课",
  "- 课",
  "课 + 时",
  "(课",
  "课)",
  "课;DROP TABLE person;--",
  "' OR 1=1 --",
  "%课%",
  "课\u0000时",
  "课\\时",
  "\u202e课时",
  "🙂课时",
  "a*b:c^d",
  "initials:l OR kind:documentLive",
  "`课`",
  "[课]",
  "课\n时\t间",
];

function fts(): Database.Database {
  const db = new Database(join(tempDirectory(), "fts.db"));
  db.exec(`CREATE VIRTUAL TABLE search_index USING fts5 (kind, title_grams, title_words, body_grams, body_words, initials,
    content='', contentless_delete=1, tokenize="unicode61 remove_diacritics 0")`);
  db.prepare("INSERT INTO search_index (rowid, kind, title_grams) VALUES (1, 'documentLive', '秘密 秘 密')").run();
  return db;
}

function expressions(query: ParsedQuery): string[] {
  const like = alike(query);
  return [inTitle(query), inTitleOrText(query), wordByWord(query), ...(like === null ? [] : [like.pairs, like.words])];
}

describe("queries", () => {
  test("no text that is typed is a mistake of syntax, reaches another column or another kind", () => {
    const db = fts();
    const search = db.prepare(`SELECT rowid FROM search_index WHERE search_index MATCH ?`);
    let asked = 0;
    for (const text of HOSTILE) {
      const query = parseQuery(text);
      if (query === null) continue;
      for (const expression of expressions(query)) {
        expect({ text, rows: search.all(`kind : ("person") AND (${expression})`) }).toEqual({ text, rows: [] });
        asked++;
      }
    }
    expect(asked).toBeGreaterThan(60);
    // The row is there for who may ask for its kind.
    const honest = parseQuery("秘密");
    expect(honest && search.all(`kind : ("documentLive") AND (${inTitle(honest)})`)).toHaveLength(1);
    db.close();
  });

  test("only letters, digits and characters stand between the quotes", () => {
    for (const text of HOSTILE) {
      const query = parseQuery(text);
      const quoted =
        query === null ? [] : expressions(query).flatMap((one) => [...one.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? ""));
      expect(quoted.filter((term) => !/^[\p{L}\p{N} ]+$/u.test(term))).toEqual([]);
    }
    expect(parseQuery("，。！？*\"'")).toBeNull();
    expect(parseQuery("")).toBeNull();
  });

  test("a query is cut to what counts", () => {
    const query = parseQuery("课时".repeat(10_000));
    expect(Array.from(query?.key ?? "")).toHaveLength(QUERY_MAX);
    expect(parseQuery("甲 乙 丙 丁 戊 己 庚 辛 壬 癸")?.terms).toHaveLength(8);
  });

  test("a run of three characters is one phrase of its pairs", () => {
    const query = parseQuery("一校一策");
    expect(query && inTitle(query)).toBe('(title_grams : "一校 校一 一策")');
  });
});
