import { useEffect, useState } from "react";

/** The time now in milliseconds, renewed every `interval` milliseconds while `active`. */
export function useNow(active: boolean, interval = 500): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!active) return undefined;
    const timer = setInterval(() => setNow(Date.now()), interval);
    return () => clearInterval(timer);
  }, [active, interval]);
  return now;
}
