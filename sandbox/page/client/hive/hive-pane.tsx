import { usePiece } from "../shell.tsx";
import { Aftermath } from "./aftermath.tsx";
import { AlertList } from "./alert-list.tsx";
import { FaultSwitches } from "./fault-switches.tsx";
import { RaiseForm } from "./raise-form.tsx";

/** TheHive: its alerts and cases, and the switches that break what is outside. */
export function HivePane() {
  const hive = usePiece("hive");
  const cases = usePiece("cases") ?? [];
  if (hive === undefined) return null;
  return (
    <section class="pane hive" id="hive" aria-label="TheHive">
      <header>
        <h2>TheHive {hive.version}</h2>
        <span class="muted">
          {hive.counts.New} new, {hive.counts.Imported} in cases, {hive.counts.Closed} closed
        </span>
      </header>
      <div class="hive-body">
        <RaiseForm />
        <FaultSwitches />
        <Aftermath />
        <AlertList hive={hive} />
        <details class="cases" open={cases.length > 0}>
          <summary>Cases ({cases.length})</summary>
          <ul>
            {cases.map(({ id, number, title, url }) => (
              <li key={id}>
                <a href={url} target="_blank" rel="noreferrer">
                  #{number} {title}
                </a>
              </li>
            ))}
          </ul>
        </details>
      </div>
    </section>
  );
}
