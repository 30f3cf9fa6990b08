/** A dialect: the names in which one family of instrumentations writes what a span did. */
import { type Json, setMember, type SpanPatch } from "@clew/model";
import type { OtlpEvent } from "../../core/otlp.ts";
import type { Attributes } from "./attributes.ts";

/** What a span says of itself, before a dialect has read it. */
export interface Written {
  name: string;
  scope: string;
  attributes: Attributes;
  events: readonly OtlpEvent[];
  /** Start in microseconds, for times that are told absolutely. */
  startTime: number | null;
}

/** What a dialect understood. */
export type Understood = Omit<
  SpanPatch,
  "traceId" | "spanId" | "parentSpanId" | "project" | "startTime" | "endTime" | "attributes"
>;

export interface Dialect {
  readonly name: string;
  /** True when the span is written in this dialect, wholly or in part. */
  claims(span: Written): boolean;
  map(span: Written): Understood;
}

/** The fields that have a value. */
export function known<T extends object>(fields: { [Name in keyof T]: T[Name] | undefined }): T {
  const present: Record<string, unknown> = {};
  for (const name of Object.keys(fields)) {
    const value = fields[name as keyof T];
    if (value !== undefined) setMember(present as Record<string, Json>, name, value as Json);
  }
  return present as T;
}

/** The fields that have a value, or undefined when none has. */
export function knownOrNone<T extends object>(fields: {
  [Name in keyof T]: T[Name] | undefined;
}): T | undefined {
  const present = known<T>(fields);
  return Object.keys(present).length === 0 ? undefined : present;
}

/** A value looked up in a table of names, whatever the case. */
export function lookUp<T>(names: ReadonlyMap<string, T>, name: string | undefined): T | undefined {
  return name === undefined ? undefined : names.get(name.toLowerCase());
}
