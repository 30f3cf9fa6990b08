import { Component, type ReactElement, type ReactNode } from "react";
import controls from "./controls.module.css";
import styles from "./ErrorBoundary.module.css";

interface State {
  readonly error: Error | null;
}

/** Shows what went wrong instead of an empty page: a fault of ours, or a part that an upgraded server no longer has. */
export class ErrorBoundary extends Component<{ children: ReactNode }, State> {
  static getDerivedStateFromError(error: unknown): State {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override state: State = { error: null };

  override render(): ReactNode {
    const { error } = this.state;
    return error === null ? this.props.children : <Failure error={error} />;
  }
}

function Failure(props: { error: Error }): ReactElement {
  return (
    <section className={styles["failure"]} role="alert">
      <h1>This page cannot be shown</h1>
      <p>
        After an upgrade of the server, reloading helps. If it stays, the message below is a fault
        in Clew worth reporting.
      </p>
      <pre>{props.error.stack ?? props.error.message}</pre>
      <button type="button" className={controls["button"]} onClick={() => location.reload()}>
        Reload
      </button>
    </section>
  );
}
