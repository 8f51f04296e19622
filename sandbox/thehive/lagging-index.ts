import type { StoredAlert } from "./model.ts";

/** What lists show while the search index is behind: each change appears some time after it was made. */
export interface LaggingIndex {
  /** Notes how an alert looked before a change; undefined when it did not exist. */
  remember(id: string, before: StoredAlert | undefined): void;
  /** All alerts as a list sees them now, oldest first. */
  view(): StoredAlert[];
}

export function createLaggingIndex(source: {
  alerts: ReadonlyMap<string, StoredAlert>;
  now: () => number;
  lag: () => number;
}): LaggingIndex {
  const { alerts, now, lag } = source;
  const pending = new Map<string, Past[]>();

  const seen = (id: string, current: StoredAlert | undefined): StoredAlert | undefined => {
    const pasts = pending.get(id)?.filter(({ until }) => until > now()) ?? [];
    const first = pasts[0];
    if (first === undefined) {
      pending.delete(id);
      return current;
    }
    pending.set(id, pasts);
    return first.alert;
  };

  return {
    remember: (id, before) => {
      if (lag() <= 0) return;
      const past = { until: now() + lag(), alert: before === undefined ? undefined : { ...before } };
      const pasts = pending.get(id);
      if (pasts === undefined) pending.set(id, [past]);
      else pasts.push(past);
    },
    view: () => {
      if (pending.size === 0) return [...alerts.values()];
      const removed = [...pending.keys()].filter((id) => !alerts.has(id)).map((id) => seen(id, undefined));
      const current = [...alerts.values()].map((alert) => seen(alert.id, alert));
      return [...removed, ...current].filter((alert) => alert !== undefined);
    },
  };
}

interface Past {
  until: number;
  alert: StoredAlert | undefined;
}
