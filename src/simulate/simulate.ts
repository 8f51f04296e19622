import type { AlertId } from "../sla/model.ts";
import type { ReplayedResponse, Simulation, SimulationRequest } from "./model.ts";
import { notification } from "./notification.ts";
import { summarise } from "./summary.ts";
import { walk } from "./walk.ts";

/**
 * Replays alerts through the settings and tells who would have been told, without sending anything. Pure.
 *
 * Assumed: the monitor has run since before the first alert, sees each at its creation, and every message gets
 * through at once. Neither limits per person nor storm digests hold anything back.
 */
export function simulate(request: SimulationRequest): Simulation {
  const { alerts, from, to } = request;
  const byAlert = responsesByAlert(request.responses);
  const existing = alerts.filter(({ alert }) => alert.createdAt < to);
  const walks = existing.map((replayed) => walk(replayed, byAlert.get(replayed.alert.id) ?? [], request));
  const firings = walks
    .flatMap((one) => one.firings)
    .filter(({ at }) => at >= from)
    .sort((a, b) => a.at - b.at || a.alert.createdAt - b.alert.createdAt);
  return {
    notifications: firings.flatMap((firing) =>
      firing.targets
        .filter(({ failed }) => failed === undefined)
        .map((target) => notification(firing, target, request.settings.disclosure)),
    ),
    summary: summarise(walks, firings, request),
  };
}

function responsesByAlert(responses: readonly ReplayedResponse[]): ReadonlyMap<AlertId, ReplayedResponse[]> {
  const byAlert = new Map<AlertId, ReplayedResponse[]>();
  for (const response of responses) {
    const known = byAlert.get(response.alertId);
    if (known === undefined) byAlert.set(response.alertId, [response]);
    else known.push(response);
  }
  return byAlert;
}
