import { type ReactElement, useEffect, useRef } from "react";
import controls from "../ui/controls.module.css";
import styles from "./KeysDialog.module.css";

const GROUPS: readonly { title: string; keys: readonly [keys: string, meaning: string][] }[] = [
  {
    title: "Anywhere",
    keys: [
      ["?", "This sheet"],
      ["/", "Search"],
      ["Esc", "Back, or leave the field"],
    ],
  },
  {
    title: "Traces",
    keys: [
      ["j  k", "Next, previous trace"],
      ["Enter", "Open"],
    ],
  },
  {
    title: "Trace",
    keys: [
      ["j  k", "Next, previous span"],
      ["←  →", "Collapse, expand; else go to parent, first child"],
      ["[  ]", "Previous, next sibling"],
      ["e", "Next error"],
      ["1  2  3", "Chat, details, raw"],
    ],
  },
];

/** The sheet that lists every key. */
export function KeysDialog(props: { onClose: () => void }): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className={styles["dialog"]}
      aria-labelledby="keys-title"
      onClose={props.onClose}
      onClick={(event) => {
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <div className={styles["sheet"]}>
        <h2 id="keys-title">Keyboard</h2>
        {GROUPS.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.keys.map(([keys, meaning]) => (
                <div key={keys}>
                  <dt>
                    {keys.split("  ").map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <button
          type="button"
          className={controls["button"]}
          onClick={() => dialog.current?.close()}
        >
          Close
        </button>
      </div>
    </dialog>
  );
}
