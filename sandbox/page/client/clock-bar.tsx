import { useNow, usePiece, useShell } from "./shell.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";

const speeds = [1, 5, 10, 30, 60];
const day = new Intl.DateTimeFormat(undefined, { weekday: "short", day: "numeric", month: "short" });
const time = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });

/** The sandbox's time, and how fast it runs. */
export function ClockBar() {
  const clock = usePiece("clock");
  const { act, tour } = useShell();
  const now = useNow(clock !== undefined && clock.speed > 5 ? 200 : 500);
  if (clock === undefined) return null;
  const choices = speeds.includes(clock.chosen) ? speeds : [...speeds, clock.chosen].sort((a, b) => a - b);
  return (
    <header class="bar">
      <h1>
        <span class="brand">SLA Monitor</span> <span class="muted">sandbox</span>
      </h1>
      <section class="clock" aria-label="Time in the sandbox">
        <time dateTime={new Date(now).toISOString()}>
          <span class="muted">{day.format(now)}</span> <strong>{time.format(now)}</strong>
        </time>
        <button
          type="button"
          class="pause"
          aria-label="Pause"
          aria-pressed={clock.isPaused}
          onClick={() => act("clock", { isPaused: !clock.isPaused })}
        >
          <span aria-hidden="true">{clock.isPaused ? "▶" : "❚❚"}</span> <span class="word">Pause</span>
        </button>
        <fieldset class="speeds">
          <legend class="unseen">Speed of time</legend>
          {choices.map((speed) => (
            <label key={speed}>
              <input
                type="radio"
                name="speed"
                checked={speed === clock.chosen}
                onChange={() => act("clock", { speed })}
              />
              <span>{speed}×</span>
            </label>
          ))}
        </fieldset>
        <label class="check" title="A phone rings for half a minute: at full speed that is over in no time">
          <input
            type="checkbox"
            checked={clock.slowsForCalls}
            onChange={(event) => act("clock", { slowsForCalls: event.currentTarget.checked })}
          />
          slow while a phone rings
          {clock.isSlowed && <span class="badge"> {clock.speed}× now</span>}
        </label>
      </section>
      {!tour.isShown && (
        <button type="button" class="quiet" onClick={() => tour.show(true)}>
          Tour
        </button>
      )}
      <ThemeSwitch />
    </header>
  );
}
