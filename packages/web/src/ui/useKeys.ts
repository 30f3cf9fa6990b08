import { useEffect, useEffectEvent } from "react";

/** Keys by `KeyboardEvent.key`; a handler that returns false leaves the key to the browser. */
export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => boolean | void>>;

/** Listens for single keys on the whole page. Silent while a person types, holds a modifier or has a dialog open. */
export function useKeys(keys: KeyMap): void {
  const heard = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyping = isTextField(event.target);
    if (isTyping && event.key !== "Escape") return;
    if (document.querySelector("dialog[open]") !== null) return;
    const handler = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (handler === undefined) return;
    if (isTyping) {
      (event.target as HTMLElement).blur();
      return;
    }
    if (handler(event) !== false) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => heard(event);
    document.addEventListener("keydown", listener);
    return () => document.removeEventListener("keydown", listener);
  }, []);
}

/** True when an element uses the arrow keys or Enter itself. */
export function ownsKeys(target: EventTarget | null): boolean {
  return (
    isTextField(target) ||
    (target instanceof HTMLElement &&
      target.closest("button, a, select, summary, [role=separator], [role=tab]") !== null)
  );
}

function isTextField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLSelectElement ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && target.type !== "checkbox")
  );
}
