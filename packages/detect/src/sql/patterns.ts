/**
 * The ways out of a value. Each is found by its pivot, a word or mark that is rare in prose; what stands before
 * and after it is then read in short slices, so that no text costs more than its pivots.
 */

export interface Way {
  readonly category: string;
  readonly message: string;
  readonly pivot: RegExp;
  /** Must match the end of the text before the pivot. */
  readonly before: RegExp;
  /** Must match the text after the pivot. */
  readonly after?: RegExp;
  /** What makes it an attack even where a whole statement is written out. */
  readonly withinStatement?: RegExp;
}

const SPACE = String.raw`(?:\s|\+|%20|%09|%0a|/\*[^*]{0,40}\*/)`;
const QUOTE = String.raw`(?:['"´’]|%27|%22|&#39;)`;
const EQUALS = `${SPACE}{0,3}(?:=|%3d|like|<>|!=|<|>)${SPACE}{0,3}`;
const COMMENT = "(?:--|#|%23|;%00|/\\*)";
/** A value's end: its quote, a bracket or a number of its own. */
const VALUE_END = String.raw`(?:${QUOTE}|\)|(?:^|[^\w.])\d{1,10})`;
const GAP = `(?:${SPACE}|\\)){0,5}`;

const anywhere = (...sources: string[]): RegExp => new RegExp(sources.join("|"), "gi");
const atEnd = (...sources: string[]): RegExp => new RegExp(`(?:${sources.join("|")})$`, "i");
const atStart = (...sources: string[]): RegExp => new RegExp(`^(?:${sources.join("|")})`, "i");

const CONDITION = "A value closes its quote and adds a condition that is always true or false.";
const PROBE = "A value calls a function used to probe, delay or leave the database.";

export const WAYS: readonly Way[] = [
  {
    category: "tautology",
    message: CONDITION,
    pivot: anywhere(`(?<=['"´’)\\d\\s+/]|%2[027])(?:or|and|xor)(?=[\\s(+'"/%])`, "\\|\\|", "&&"),
    before: atEnd(`${QUOTE}${GAP}`),
    after: atStart(
      `${GAP}(?:not${SPACE}{1,3})?\\(?(?:${QUOTE}[^'"\\n]{0,20}${QUOTE}|\\d{1,6})\\)?${EQUALS}\\(?(?:${QUOTE}|\\w)`,
      `${SPACE}{1,3}(?:not${SPACE}{1,3})?(?:true|false|\\w{1,20}${EQUALS}\\w{1,20})${SPACE}{0,3}(?:${COMMENT}|$)`,
    ),
    withinStatement: /^or\W{0,6}(\w{1,20})\W{1,8}\1(?!\w)/i,
  },
  {
    category: "tautology",
    message: CONDITION,
    pivot: anywhere("(?<=[\\s+)/]|%20)(?:or|and)(?=[\\s(+/%])"),
    before: atEnd(`(?:^|[^\\w.])-?\\d{1,10}${GAP}`),
    after: atStart(`${GAP}\\(?\\d{1,6}\\)?${SPACE}{0,3}(?:=|%3d)${SPACE}{0,3}\\d{1,6}\\)?(?!\\w)`),
    withinStatement: /^or\W{0,6}(\w{1,20})\W{1,8}\1(?!\w)/i,
  },
  {
    category: "tautology",
    message: CONDITION,
    pivot: anywhere(`'${SPACE}{0,2}\\)?;?${SPACE}{0,2}(?:--|#|/\\*)`),
    before: /^[^']*(?:'[^']*'[^']*)*(?:^|[=:\s"(])[\w.@]{1,32}$/,
    after: /^(?:[\s+'"`};-]|$)/,
  },
  {
    category: "tautology",
    message: CONDITION,
    pivot: anywhere("\\b(?:having|order\\s{1,3}by)\\b"),
    before: atEnd(`${VALUE_END}${GAP}`),
    after: atStart(
      `${SPACE}{1,3}\\d{1,4}${SPACE}{0,2}=`,
      `${SPACE}{1,3}\\d{1,3}${SPACE}{0,2}${COMMENT}`,
    ),
  },
  {
    category: "union_select",
    message: "A value goes on with UNION SELECT to read other tables.",
    pivot: anywhere(
      `\\bunion${SPACE}{1,4}(?:all${SPACE}{1,4}|distinct${SPACE}{1,4})?\\(?select\\b`,
    ),
    before: atEnd(`${VALUE_END}${GAP}`),
  },
  {
    category: "stacked_statement",
    message: "A value ends the statement and begins another one.",
    pivot: anywhere(
      `;${SPACE}{0,4}(?:${[
        `(?:drop|truncate|alter|create)${SPACE}{1,4}(?:table|database|schema|view|user|index|column|login)\\b`,
        `delete${SPACE}{1,4}from\\b`,
        `insert${SPACE}{1,4}into\\b`,
        `update${SPACE}{1,4}\\w{1,40}${SPACE}{1,4}set\\b`,
        `exec(?:ute)?${SPACE}{1,4}(?:xp_|sp_|master|\\(|@)`,
        "shutdown\\b(?=\\s*(?:;|--|$))",
        `grant${SPACE}{1,4}(?:all|select|dba)`,
        `select${SPACE}{1,4}(?:pg_sleep|sleep|\\*|@@)`,
        "waitfor\\b",
        `declare${SPACE}{1,4}@`,
        `attach${SPACE}{1,4}database`,
      ].join("|")})`,
    ),
    before: /[\w'")\]%]\s{0,3}$/,
  },
  {
    category: "blind_probe",
    message: PROBE,
    pivot: anywhere(
      `\\b(?:sleep|pg_sleep|benchmark|extractvalue|updatexml|load_file|randomblob|utl_http\\.request|dbms_pipe\\.receive_message|dbms_lock\\.sleep)${SPACE}{0,2}\\(`,
      `\\bwaitfor${SPACE}{1,3}delay\\b`,
      `\\binto${SPACE}{1,3}(?:outfile|dumpfile)\\b`,
    ),
    before: atEnd(
      `${VALUE_END}(?:${SPACE}|\\b(?:and|or|xor|if|select|case|when|then|else|not|from|union|all|null)\\b|\\|\\||[-;,()=<>\\d*]){1,24}`,
    ),
  },
  {
    category: "blind_probe",
    message: PROBE,
    pivot: anywhere("(?<=[\\s(+/]|%20)select(?=[\\s(+/*%])"),
    before: atEnd(
      `${VALUE_END}${GAP}(?:and|or)(?:${SPACE}|exists|ascii|substr(?:ing)?|length|ord|not|[\\d=<>(,]){1,16}`,
    ),
  },
  {
    category: "blind_probe",
    message: PROBE,
    pivot: anywhere(`\\bxp_cmdshell${SPACE}{0,3}\\(?${SPACE}{0,2}['"]`),
    before: /^|\W$/,
  },
  {
    category: "evasion",
    message: "SQL keywords are split by comments, as filters are evaded.",
    pivot:
      /\bun(?:\/\*[^*]{0,20}\*\/)ion\b|\bunion(?:\/\*[^*]{0,20}\*\/){1,4}(?:all(?:\/\*[^*]{0,20}\*\/){1,4})?select\b|\bsel(?:\/\*[^*]{0,20}\*\/)ect\b|\/\*!\d{0,6}\s?(?:union|select|or|and)\b/gi,
    before: /^|\W$/,
    withinStatement: /^/,
  },
];
