import { isModelCall, type Span } from "@clew/model";
import type { ReactElement } from "react";
import { formatExactCost, formatInteger } from "../format.ts";
import styles from "./CostTable.module.css";

const CLASSES: Readonly<Record<string, string>> = {
  input: "Input",
  output: "Output",
  cacheRead: "Cache read",
  cacheWrite: "Cache write",
  audioInput: "Audio in",
  audioOutput: "Audio out",
};

/** How a call's cost came about: tokens times rate, line by line, and whose price that is. */
export function CostTable(props: { span: Span }): ReactElement | null {
  const { span } = props;
  if (!isModelCall(span.kind)) return null;
  if (span.cost === null || span.costUsd === null) {
    return (
      <section className={styles["cost"]}>
        <h3>Cost</h3>
        <p>
          <strong>Unpriced.</strong> No price is known for {span.provider ?? "this provider"}{" "}
          {span.model ?? "without a model name"}. It is in no total.
        </p>
      </section>
    );
  }
  const { lines, price } = span.cost;
  return (
    <section className={styles["cost"]}>
      <h3>Cost</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">Tokens</th>
            <th scope="col" title="US dollars per million tokens">
              $ / M
            </th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={`${line.class} ${line.rule}`}>
              <th scope="row">
                {CLASSES[line.class] ?? line.class}
                {line.rule === "base" ? null : <small> {line.rule}</small>}
              </th>
              <td>{formatInteger(line.tokens)}</td>
              <td>{line.usdPerMillion}</td>
              <td>{formatExactCost(line.usd)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" colSpan={3}>
              Total
            </th>
            <td>{formatExactCost(span.costUsd)}</td>
          </tr>
        </tfoot>
      </table>
      <p>
        Price of {price.provider} {price.model}
        {price.validFrom === null ? "" : `, valid from ${price.validFrom}`}; {price.source},
        catalogue of {price.catalogueDate}.
        {span.counted
          ? null
          : " A call below carries the usage, so this cost is not in the totals."}
      </p>
    </section>
  );
}
