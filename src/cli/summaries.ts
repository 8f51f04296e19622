/** Every command in one line each, in the order of the help: apart from them, so that the help loads none. */
export const summaries = {
  init: "ask for what is needed, try each answer at once, and write .env and sla.yml",
  start: "run the service",
  once: "poll once, deliver everything due, and exit",
  check: "validate the settings, then check TheHive, Slack, Twilio, the state store and every recipient",
  config: "print the settings in force, each with its origin (default, file, environment, slack)",
  oncall: "tell who is on call, now or at a time, or the shifts until a time",
  calendar: "print the shifts of a group as an iCalendar file",
  simulate: "replay alerts through the settings and tell who would be told, without sending anything",
  report: "tell how well the SLA was kept: in time or late, time to triage, breaches, who was woken",
  audit: "print audit events, oldest first",
  "import-config":
    "turn the configuration.py of the earlier Python tool into a settings file and an environment file",
  state: "export or import the whole state, audit trail included, as JSON lines",
} as const;
