import type { FaultsPiece } from "../../wire.ts";
import { usePiece, useShell } from "../shell.tsx";

const systems = {
  thehive: {
    name: "TheHive",
    faults: { works: "works", down: "down", errors: "answers 500", hangs: "hangs" },
  },
  slack: {
    name: "Slack",
    faults: {
      works: "works",
      down: "cut off",
      errors: "answers 503",
      "rate-limited": "limits the rate",
    },
  },
  twilio: {
    name: "Twilio",
    faults: { works: "works", down: "cut off", errors: "answers 503", refuses: "refuses the key" },
  },
} as const;
const all: readonly (keyof FaultsPiece)[] = ["thehive", "slack", "twilio"];

/** Breaks what the app depends on, and mends it. */
export function FaultSwitches() {
  const faults = usePiece("faults");
  const { act } = useShell();
  if (faults === undefined) return null;
  return (
    <fieldset class="faults">
      <legend>Break things</legend>
      {all.map((system) => (
        <label key={system} data-broken={faults[system] !== "works"}>
          {systems[system].name}
          <select
            class={system}
            value={faults[system]}
            onChange={(event) => void act("fault", { system, fault: event.currentTarget.value })}
          >
            {Object.entries(systems[system].faults).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      ))}
    </fieldset>
  );
}
