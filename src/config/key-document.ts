/** The queue into which a key puts a call, where it can be seen. */
export const QUEUE = "sla-monitor";

/** What a key has Twilio do: a TwiML document of its own. The empty address keeps its waiting music off. */
export const KEY_DOCUMENT = `<Response><Enqueue waitUrl="">${QUEUE}</Enqueue></Response>`;
