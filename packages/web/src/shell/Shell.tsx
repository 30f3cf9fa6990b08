import { type ReactElement, type ReactNode, useState } from "react";
import { useKeys } from "../ui/useKeys.ts";
import { KeysDialog } from "./KeysDialog.tsx";
import { TopBar } from "./TopBar.tsx";
import styles from "./Shell.module.css";

/** The frame around every page: top bar, the page, the sheet of keys. */
export function Shell(props: { children: ReactNode }): ReactElement {
  const [keysOpen, setKeysOpen] = useState(false);
  useKeys({ "?": () => setKeysOpen(true) });
  return (
    <div className={styles["shell"]}>
      <a className={styles["skip"]} href="#main">
        Skip to content
      </a>
      <TopBar onKeys={() => setKeysOpen(true)} />
      <main id="main" className={styles["main"]} tabIndex={-1}>
        {props.children}
      </main>
      {keysOpen ? <KeysDialog onClose={() => setKeysOpen(false)} /> : null}
    </div>
  );
}
