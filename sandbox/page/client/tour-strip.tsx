import { useEffect } from "preact/hooks";
import type { PaneName } from "./pane-tabs.tsx";
import { usePiece } from "./shell.tsx";
import { steps, type Tour } from "./tour.ts";

// Real milliseconds for which the eye is led to a place.
const POINTED = 2500;

/** The tour: what comes next, what is done, and the way there. */
export function TourStrip({
  tour,
  onPane,
}: {
  readonly tour: Tour;
  readonly onPane: (pane: PaneName) => void;
}) {
  useFaultSteps(tour);
  if (!tour.isShown) return null;
  const next = steps.find(({ name }) => !tour.done.has(name));
  return (
    <section class="tour" aria-label="Tour">
      <h2>
        Tour <span class="muted">{next === undefined ? "done" : `${tour.done.size} of ${steps.length}`}</span>
      </h2>
      <ol>
        {steps.map(({ name, text }) => (
          <li key={name} data-done={tour.done.has(name)} data-next={name === next?.name}>
            <span aria-hidden="true">{tour.done.has(name) ? "✓" : "○"}</span> {text}
            {tour.done.has(name) && <span class="unseen"> (done)</span>}
          </li>
        ))}
        {next === undefined && (
          <li data-next="true">That was the tour. All of this is live: try what you like.</li>
        )}
      </ol>
      {next !== undefined && (
        <button
          type="button"
          class="show-me"
          onClick={() => {
            onPane(next.pane);
            // Once the pane is drawn.
            requestAnimationFrame(() => pointAt(next.place));
          }}
        >
          Show me
        </button>
      )}
      <button type="button" class="quiet" onClick={() => tour.show(false)} aria-label="End the tour">
        ✕
      </button>
    </section>
  );
}

/** Ticked by what the sandbox sees, not by the switch: the app has to have done something about it. */
function useFaultSteps({ did, done }: Tour): void {
  const aftermath = usePiece("aftermath");
  const faults = usePiece("faults");
  const connections = usePiece("slack")?.connections ?? 0;
  const isBroken = faults !== undefined && Object.values(faults).some((fault) => fault !== "works");
  const hasReacted = isBroken && (aftermath?.deeds.length ?? 0) > 0;
  useEffect(() => {
    if (hasReacted) did("break");
  }, [hasReacted]);
  const isMended = done.has("break") && faults !== undefined && !isBroken && connections > 0;
  useEffect(() => {
    if (isMended) did("mend");
  }, [isMended]);
}

function pointAt(place: string): void {
  // The newest of several: it stands at the end.
  const target = [...document.querySelectorAll<HTMLElement>(place)].at(-1);
  if (target === undefined) return;
  target.scrollIntoView({ block: "nearest" });
  target.focus({ preventScroll: true });
  target.classList.add("pointed");
  setTimeout(() => target.classList.remove("pointed"), POINTED);
}
