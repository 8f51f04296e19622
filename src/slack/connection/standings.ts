import type { ProxySettings } from "../../lib/proxy.ts";
import type { Clock } from "../../lib/time.ts";
import { type People, slackPeople } from "../api/people.ts";
import type { Log } from "../api/sdk-log.ts";
import { slackWeb } from "../api/web.ts";
import { proxyDispatcher } from "./proxy-dispatcher.ts";

/** What it takes to ask Slack for its users, without being connected. */
export interface StandingsOptions {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly proxy?: ProxySettings | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/** Asks Slack how it knows users, until closed. */
export function slackStandings(options: StandingsOptions): {
  readonly standing: People["standing"];
  close(): Promise<void>;
} {
  const dispatcher = proxyDispatcher(options.proxy);
  const { standing } = slackPeople(slackWeb({ ...options, dispatcher }), options.clock);
  return { standing, close: async () => void (await dispatcher?.destroy()) };
}
