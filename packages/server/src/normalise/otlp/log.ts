/**
 * Log records with the content of a model call, as patches of the span they name. Each event is an attribute of its own,
 * so that they may come in any number of requests, before the span or after it; `readEvents` puts them together.
 */
import { createHash } from "node:crypto";
import { isJsonObject, type Json, type JsonObject, type Micros } from "@clew/model";
import type { OtlpBatch, OtlpLog } from "../../core/otlp.ts";
import type { NormalPatch, SpanRecord } from "../../core/record.ts";
import { type ContentEvent, isContentEvent, messagesOf, placeOf } from "../dialects/events.ts";
import { normalisePatch } from "../normalise.ts";
import { toResource } from "./resource.ts";

const EVENT = "otel.log.";

export function normaliseLogs(batch: OtlpBatch<OtlpLog>, receivedAt: Micros): NormalPatch[] {
  let index = 0;
  return batch.groups.flatMap(({ source, entries }) => {
    const { project } = toResource(source.resource);
    const resource = project === undefined ? {} : { project };
    return entries.flatMap((log) => {
      const attributes = toAttribute(log, index++);
      if (attributes === null) return [];
      const { traceId, spanId } = log;
      return [normalisePatch({ traceId, spanId, attributes }, resource, receivedAt)];
    });
  });
}

function toAttribute(log: OtlpLog, index: number): JsonObject | null {
  const { time, eventName, body, attributes } = log;
  const told = attributes["event.name"];
  const name = eventName || (typeof told === "string" ? told : "");
  if (!isContentEvent({ name })) return null;
  const event: JsonObject = { name, attributes, body };
  return { [keyOf(event, name, time, index)]: event };
}

/**
 * A name that sorts by time, then by place in the request; the same record again gives the same. Emitters that send each
 * record alone, with a clock of milliseconds, leave only the kind of event to tell the order, and its content to tell two apart.
 */
function keyOf(event: JsonObject, name: string, time: Micros | null, index: number): string {
  const hash = createHash("sha256").update(JSON.stringify(event)).digest("hex").slice(0, 8);
  const order = [
    String(time ?? 0).padStart(16, "0"),
    String(index).padStart(6, "0"),
    placeOf(name),
  ];
  return `${EVENT}${order.join(".")}.${hash}`;
}

/** The record with the messages that its content events tell; events that came later have been merged into it. */
export function readEvents(record: SpanRecord): SpanRecord {
  const keys = Object.keys(record.attributes ?? {}).filter((key) => key.startsWith(EVENT));
  if (keys.length === 0) return record;
  const events = keys.sort().flatMap((key) => toEvent(record.attributes?.[key]));
  return { ...record, ...messagesOf(events) };
}

function toEvent(value: Json | undefined): ContentEvent[] {
  if (!isJsonObject(value) || typeof value.name !== "string") return [];
  const { name, attributes, body } = value;
  return [{ name, attributes: isJsonObject(attributes) ? attributes : {}, body: body ?? null }];
}
