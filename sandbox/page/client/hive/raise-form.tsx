import { useState } from "preact/hooks";
import { useShell } from "../shell.tsx";

const severities = ["low", "medium", "high", "critical"] as const;

/** Raises an alert, or thousands, as a detection tool would. */
export function RaiseForm() {
  const { act, say, tour } = useShell();
  const [title, setTitle] = useState("URGENT: odd login on the payroll server");
  const [severity, setSeverity] = useState(2);
  const [observables, setObservables] = useState("ip 203.0.113.7");
  const [age, setAge] = useState(0);
  const [count, setCount] = useState(1);
  const raise = async () => {
    const ok = await act("raise", { title, severity, observables: parsed(observables), age, count });
    if (!ok) return;
    tour.raised(title);
    say(count === 1 ? "Alert raised" : `${count} alerts raised`);
  };
  return (
    <details class="raise">
      <summary>Raise an alert</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void raise();
        }}
      >
        <label>
          Title
          <input
            type="text"
            required
            value={title}
            onInput={(event) => setTitle(event.currentTarget.value)}
          />
        </label>
        <div class="row">
          <label>
            Severity
            <select value={severity} onChange={(event) => setSeverity(Number(event.currentTarget.value))}>
              {severities.map((name, index) => (
                <option key={name} value={index + 1}>
                  {name}
                </option>
              ))}
            </select>
          </label>
          <Whole label="Minutes old" value={age} least={0} most={10_000} onValue={setAge} />
          <Whole label="How many" value={count} least={1} most={5000} onValue={setCount} />
        </div>
        <label>
          Observables, one a line: type and value
          <textarea
            rows={2}
            value={observables}
            onInput={(event) => setObservables(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="do">
          Raise
        </button>
      </form>
    </details>
  );
}

interface WholeProps {
  readonly label: string;
  readonly value: number;
  readonly least: number;
  readonly most: number;
  readonly onValue: (value: number) => void;
}

function Whole({ label, value, least, most, onValue }: WholeProps) {
  return (
    <label>
      {label}
      <input
        type="number"
        min={least}
        max={most}
        required
        value={value}
        onInput={(event) => onValue(Number(event.currentTarget.value))}
      />
    </label>
  );
}

function parsed(lines: string): { dataType: string; data: string }[] {
  return lines.split("\n").flatMap((line) => {
    const [, dataType, data] = /^\s*(\S+)\s+(.+?)\s*$/.exec(line) ?? [];
    return dataType === undefined || data === undefined ? [] : [{ dataType, data }];
  });
}
