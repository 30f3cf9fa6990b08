import { describe, expect, it } from "vitest";
import { createDetector, DetectorType } from "@clew/detect";

const detector = createDetector([DetectorType.SQL_INJECTION]);
const categories = (prompt: string): string[] =>
  detector.evaluate({ prompt }).issues.map((issue) => issue.category);

const ATTACKS: readonly [string, string][] = [
  ["' OR '1'='1", "tautology"],
  ["' or 1=1--", "tautology"],
  ['" or ""="', "tautology"],
  ["admin' --", "tautology"],
  ["admin'#", "tautology"],
  ["admin') or ('1'='1'--", "tautology"],
  ["1 OR 1=1", "tautology"],
  ["105 OR 1=1", "tautology"],
  ["x' AND 1=2", "tautology"],
  ["%27%20OR%201%3D1", "tautology"],
  ["' OR true--", "tautology"],
  ["' ORDER BY 10--", "tautology"],
  ["1' HAVING 1=1--", "tautology"],
  ["' UNION SELECT username, password FROM users--", "union_select"],
  ["-1 UNION ALL SELECT NULL,NULL,NULL--", "union_select"],
  ["1) union select 1,2,3", "union_select"],
  ["Robert'); DROP TABLE Students;--", "stacked_statement"],
  ["1; DELETE FROM orders", "stacked_statement"],
  ["'; EXEC xp_cmdshell('dir'); --", "stacked_statement"],
  ['{"id": "5; UPDATE users SET role=\'admin\'"}', "stacked_statement"],
  ["1' AND SLEEP(5)#", "blind_probe"],
  ["'; WAITFOR DELAY '0:0:5'--", "stacked_statement"],
  ["1' AND extractvalue(1,concat(0x7e,version()))-- ", "blind_probe"],
  ["1 AND (SELECT COUNT(*) FROM information_schema.tables) > 0", "blind_probe"],
  ["' AND ASCII(SUBSTR((SELECT password FROM users LIMIT 1),1,1))>64", "blind_probe"],
  ["1/**/UN/**/ION/**/SELECT 1", "evasion"],
  ["1 /*!50000UNION*/ /*!50000SELECT*/ 1,2", "evasion"],
];

const HARMLESS: readonly string[] = [
  "SELECT name FROM users WHERE id = 1 OR role = 'admin'",
  "SELECT a FROM x WHERE y = 'b' UNION SELECT a FROM z",
  "CREATE TABLE t (id int); DROP TABLE old; INSERT INTO t VALUES (1);",
  "INSERT INTO names VALUES ('O''Brien'); DELETE FROM queue WHERE done = true;",
  "Write a query that selects all users; then update the docs.",
  "Miles O'Brien and Conan O'Brien don't or won't come.",
  "Is it 'yes' or 'no'?",
  "We're open 9 to 5 and 10 = ten.",
  "for (let i = 0; i < 10; i++) { update(i); }",
  "Use -- to separate options, e.g. npm run build -- --watch",
  "The union selected a new leader; 5 and 6 are left.",
  "What is SQL injection and how do I prevent it?",
  "if (a === 'x' || b === 'y') { return 1; }",
  "UPDATE users SET active = 1 WHERE name = 'ann' AND 1=1",
  "# It's a heading",
  "git commit -m 'fix' # done",
];

describe("SQL injection", () => {
  it.each(ATTACKS)("finds %j", (prompt, category) => {
    expect(categories(prompt)).toContain(category);
  });

  it.each(HARMLESS)("leaves alone %j", (prompt) => {
    expect(categories(prompt)).toEqual([]);
  });

  it("judges what a user or a tool call sends, not what a model answers", () => {
    expect(detector.evaluate({ response: "' OR '1'='1" }).detectorsRun).toEqual([]);
  });
});
