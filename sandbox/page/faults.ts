import type { SlackServer } from "../slack/server.ts";
import type { TheHiveServer } from "../thehive/server.ts";
import type { TwilioServer } from "../twilio/server.ts";
import type { FaultsPiece, HiveFault, SlackFault, TwilioFault } from "./wire.ts";

/** The switches by which visitors break the outside systems, and mend them. */
export interface FaultSwitches {
  piece(): FaultsPiece;
  thehive(fault: HiveFault): Promise<void>;
  slack(fault: SlackFault): void;
  twilio(fault: TwilioFault): void;
}

interface Systems {
  readonly hive: TheHiveServer;
  readonly slack: SlackServer;
  readonly twilio: TwilioServer;
}

/** All switches at "works". */
export function faultSwitches({ hive, slack, twilio }: Systems): FaultSwitches {
  let now: FaultsPiece = { thehive: "works", slack: "works", twilio: "works" };
  return {
    piece: () => now,
    async thehive(fault) {
      now = { ...now, thehive: fault };
      hive.faults.clear();
      if (fault === "down") return await hive.goDown();
      await hive.comeUp();
      if (fault === "errors") hive.faults.add({ kind: "status", status: 500 });
      if (fault === "hangs") hive.faults.add({ kind: "hang" });
    },
    slack(fault) {
      now = { ...now, slack: fault };
      slack.faults.clear();
      if (fault === "errors") slack.faults.add({ method: "*", effect: { kind: "http", status: 503 } });
      if (fault === "rate-limited")
        slack.faults.add({ method: "*", effect: { kind: "rate-limit", retryAfter: 30 } });
      if (fault !== "down") return;
      slack.faults.add({ method: "*", effect: { kind: "reset" } });
      slack.faults.socket.refuseUpgrade = 503;
      for (const { id } of [...slack.connections]) slack.socketMode.kill(id);
    },
    twilio(fault) {
      now = { ...now, twilio: fault };
      twilio.faults.clear();
      if (fault === "down") twilio.faults.add({ kind: "reset" });
      if (fault === "errors") twilio.faults.add({ kind: "status", status: 503 });
      if (fault === "refuses") twilio.faults.add({ kind: "status", status: 401 });
    },
  };
}
