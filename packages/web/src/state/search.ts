/** Typed codec between a URL's query string and view state. What cannot be read becomes the default; defaults are not written. */

/** How one parameter is read and written. `parse` gets the text, or null when the parameter is absent. */
export interface Field<T> {
  readonly fallback: T;
  parse(text: string): T;
  format(value: T): string;
}

/** The fields of a state V, by parameter name. */
export type Fields<V> = { readonly [K in keyof V]: Field<V[K]> };

export interface SearchCodec<V> {
  /** Reads `?a=b` or `a=b`. Never throws. */
  parse(search: string): V;
  /** `?a=b`, or the empty text when everything is at its default. Keys in the order of their definition. */
  format(state: Partial<V>): string;
}

/** A text; absent is the empty text. */
export const text: Field<string> = {
  fallback: "",
  parse: (value) => value,
  format: (value) => value,
};

/** A finite number at or above zero, or null. */
export const amount: Field<number | null> = {
  fallback: null,
  parse: (value) => {
    const number = value.trim() === "" ? Number.NaN : Number(value);
    return Number.isFinite(number) && number >= 0 ? number : null;
  },
  format: (value) => (value === null ? "" : String(value)),
};

/** One of a fixed list of words, or the fallback. */
export function choice<const T extends string>(words: readonly T[], fallback: T): Field<T> {
  return {
    fallback,
    parse: (value) => words.find((word) => word === value) ?? fallback,
    format: (value) => value,
  };
}

/** One of a fixed list of words, or null for any. */
export function optional<const T extends string>(words: readonly T[]): Field<T | null> {
  return {
    fallback: null,
    parse: (value) => words.find((word) => word === value) ?? null,
    format: (value) => value ?? "",
  };
}

/** Joins fields into a codec. */
export function defineSearch<V>(fields: Fields<V>): SearchCodec<V> {
  const names = Object.keys(fields) as (keyof V & string)[];
  return {
    parse(search) {
      const parameters = new URLSearchParams(search);
      const state: Partial<V> = {};
      for (const name of names) {
        const value = parameters.get(name);
        state[name] = value === null ? fields[name].fallback : fields[name].parse(value);
      }
      return state as V;
    },
    format(state) {
      const parameters = new URLSearchParams();
      for (const name of names) {
        const value = state[name];
        if (value === undefined || value === fields[name].fallback) continue;
        parameters.set(name, fields[name].format(value));
      }
      const query = parameters.toString();
      return query === "" ? "" : `?${query}`;
    },
  };
}
