import { readinessMessage } from "../../blocks/readiness.ts";
import type { Command } from "./command.ts";

/** Whether everybody can be told in the next two weeks, looked at anew. */
export const readiness: Command = {
  usage: "/sla readiness",
  help: "What is not ready for the next 14 days: gaps, people who cannot be reached, calendars, certificates.",
  example: "/sla readiness",
  underWay: "⏳ Looking…",
  run: async ({ counter: { desk } }) => readinessMessage(await desk.readiness()),
};
