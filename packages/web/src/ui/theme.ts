/** The colour theme: system by default, else what the person chose on this machine. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "clew.theme";

/** The stored choice; `system` when none was made or storage is closed to us. */
export function storedTheme(): Theme {
  const stored = readStored();
  return THEMES.find((theme) => theme === stored) ?? "system";
}

/** Shows a theme and remembers it. */
export function applyTheme(theme: Theme): void {
  document.documentElement.style.colorScheme = theme === "system" ? "light dark" : theme;
  document.documentElement.dataset["theme"] = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch (error) {
    console.info("The theme is not remembered: storage is closed to this page.", error);
  }
}

function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch (error) {
    console.info("The theme is not remembered: storage is closed to this page.", error);
    return null;
  }
}
