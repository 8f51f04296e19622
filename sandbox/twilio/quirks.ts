/**
 * What nobody documents about the live service, so that both answers can be tried.
 * The defaults are the likelier ones.
 */
export interface Quirks {
  /** Whether a received SMS carries a `date_sent`. */
  inboundDateSent: boolean;
  /** Whether `DateSent` filters see the time of day or only the UTC day. */
  dateSentGranularity: "second" | "day";
  /** Whether a `DateSent` filter hides messages that have not been sent yet. */
  dateSentHidesUnsent: boolean;
  /** Whether `answered_by` is filled for asynchronous machine detection. */
  asyncAnsweredBy: boolean;
  /** Whether `answered_by` is filled for the other kind, which waits for its answer. */
  syncAnsweredBy: boolean;
  /** Whether a received SMS is listed when its number has no handler. */
  inboundListed: boolean;
  /** Whether a key in a script that came with the call goes to the action of its `<Gather>`, or ends in an error. */
  gatherAction: "works" | "fails";
  /** What has no dates (`date_created` and all others are null) while it waits in Twilio's queue. */
  undatedWhileQueued: "nothing" | "calls" | "all";
  /** How a call ends that the callee rejects. */
  declinedStatus: "busy" | "no-answer";
  /** Whether malformed TwiML is refused at once (400, 12100) or only noted when the call is played. */
  malformedTwiml: "note" | "refuse";
  /** Whether a trial account fails longer messages with 30044. */
  trialSegmentLimit: boolean;
  /** The code for a message to the sender itself. */
  selfMessageCode: number;
}

/** The behaviour assumed unless a test says otherwise. */
export const LIKELY_QUIRKS: Readonly<Quirks> = {
  inboundDateSent: true,
  dateSentGranularity: "second",
  dateSentHidesUnsent: true,
  asyncAnsweredBy: true,
  syncAnsweredBy: true,
  inboundListed: true,
  gatherAction: "works",
  undatedWhileQueued: "calls",
  declinedStatus: "busy",
  malformedTwiml: "note",
  trialSegmentLimit: false,
  selfMessageCode: 21266,
};
