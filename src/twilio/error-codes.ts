import { minutes, seconds } from "../lib/time.ts";
import { later, person, setup, type Trouble, way } from "./trouble.ts";

export const credentialsRefused = setup(
  "Twilio refused the credentials: check TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN, or TWILIO_API_KEY with TWILIO_API_SECRET",
);
// A restricted key may text and not call, or the other way round.
export const notAllowed = way(
  "Twilio does not allow this: check the rights of the API key and the account's state in the Twilio console",
);
export const notThere = setup("Twilio knows no such account: check TWILIO_ACCOUNT_SID and TWILIO_API_URL");
export const tooMany = later(seconds(5), "Twilio has too many requests of this account at once");

const suspended = setup("The Twilio account is suspended or closed: see the Twilio console");
const premium = person(
  (who) => `${who}'s number is a premium number, which Twilio does not reach: use another`,
);
const country = person(
  (who) => `The country of ${who}'s number is not allowed: enable it in the Twilio console, Geo permissions`,
);
const invalid = person((who) => `Twilio says ${who}'s number does not exist: correct it with /sla oncall`);
const notMobile = person((who) => `${who}'s number cannot receive texts: use a mobile number, or calls`);
const badFrom = way(
  "TWILIO_FROM is not a number Twilio can use: it must be one of the account's, like +12025550100",
);
const cannotText = way(
  "TWILIO_FROM is not a number of this Twilio account that can text: check its capabilities",
);
const cannotCall = way(
  "TWILIO_FROM is not a number of this Twilio account that can call: check its capabilities",
);
const unverified = person(
  (who) => `A Twilio trial account reaches verified numbers only: verify ${who}'s, or upgrade the account`,
);
const blocked = person((who) => `${who}'s number is on Twilio's block list: ask Twilio's support`);
const oneself = person((who) => `${who}'s number is the sender itself or a short code: use another`);
const noService = way(
  "The Messaging Service is missing or has no sender for this: check TWILIO_MESSAGING_SERVICE_SID",
);
// Not wider: it may lie in the words of one alert, or in one person's number.
const ourMistake = person(() => "Twilio did not understand the request: please report this as a bug");

/**
 * What Twilio answers to a request. It asks not to rely on these codes, so they only refine what the HTTP status
 * says already.
 * @see https://www.twilio.com/docs/api/errors
 */
export const refusals: ReadonlyMap<number, Trouble> = new Map([
  [10001, suspended],
  [10002, way("A Twilio trial account cannot do this: upgrade the account")],
  [10004, later(seconds(30), "The Twilio account has too many calls at once")],
  [20003, credentialsRefused],
  [20005, suspended],
  [20006, notAllowed],
  [20008, setup("These are Twilio's test credentials, which cannot do this: use the live ones")],
  [20409, later(seconds(5), "Twilio is still busy with an earlier request")],
  [20429, tooMany],
  ...same([20001, 21201, 21602, 21604, 21617, 32018], ourMistake),
  ...same([21202, 21268], premium),
  ...same([21203, 21215, 21408], country),
  ...same([21205, 21609], way("Twilio does not accept the TwiML address: check TWILIO_TWIMLET_URL")),
  [21210, cannotCall],
  ...same([21601, 21606, 21659, 21660, 21661], cannotText),
  ...same([21211, 21214, 21217], invalid),
  ...same([21212, 21213], badFrom),
  [21216, blocked],
  ...same([21219, 21608], unverified),
  ...same([21265, 21266], oneself),
  [21610, person((who) => `${who} has opted out of texts from this number: they must text it START`)],
  [21611, later(minutes(1), "The queue of the Twilio number is full")],
  [21612, person((who) => `Twilio has no route for texts to ${who}'s number from this sender`)],
  ...same([21614, 21635], notMobile),
  ...same([21603, 21701, 21703, 21712], noService),
]);

const unregistered = way(
  "US carriers block texts from this Twilio number: finish its registration in the Twilio console",
);

/** Why an accepted text did not arrive: the `error_code` of a message. */
export const lostTexts: ReadonlyMap<number, Trouble> = new Map([
  [30001, later(minutes(1), "The queue of the Twilio number overflowed")],
  [30002, suspended],
  [30003, person((who) => `${who}'s phone is off or out of reach`)],
  [30004, person((who) => `${who}'s phone or carrier blocks these texts: they must allow them`)],
  [30005, invalid],
  [30006, notMobile],
  // Not `way`, though it may be: the words of one alert must not switch the texts off for everyone.
  [30007, person(() => "The carrier filtered the text as spam: see the Twilio console")],
  [30008, later(minutes(1), "The carrier did not deliver the text and gave no reason")],
  [30022, later(minutes(1), "The sender's rate limit with US carriers is exceeded")],
  [30023, way("The sender's daily limit with US carriers is reached: see the Twilio console")],
  ...same([30032, 30033, 30034, 30035], unregistered),
  [30036, later(seconds(30), "The text waited too long in Twilio's queue and was dropped")],
  [30044, way("A Twilio trial account cannot send texts of this length: upgrade the account")],
  [30410, later(minutes(1), "The carrier did not answer Twilio in time")],
  [
    30450,
    person(
      (who) => `Twilio blocks texts to ${who}'s number for now as suspected fraud: see the Twilio console`,
    ),
  ],
]);

function same(codes: readonly number[], trouble: Trouble): [number, Trouble][] {
  return codes.map((code) => [code, trouble]);
}
