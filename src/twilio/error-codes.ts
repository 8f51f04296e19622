import { minutes, seconds } from "../lib/time.ts";
import { later, person, setup, type Trouble, way } from "./trouble.ts";

export const credentialsRefused = setup("credentials refused");
// A restricted key may text and not call, or the other way round.
export const notAllowed = way("not allowed");
export const notThere = setup("no such account");
export const tooMany = later(seconds(5), "too many requests");

const suspended = setup("account suspended");
const premium = person("premium number");
const country = person("country not allowed");
const invalid = person("number does not exist");
const notMobile = person("no mobile number");
const badFrom = way("sender unusable");
const cannotText = way("sender cannot text");
const cannotCall = way("sender cannot call");
const unverified = person("number not verified");
const blocked = person("number blocked");
const oneself = person("number of the sender");
const noService = way("no Messaging Service");
// Not wider: it may lie in the words of one alert, or in one person's number.
const ourMistake = person("not understood");

/**
 * What Twilio answers to a request. It asks not to rely on these codes, so they only refine what the HTTP status
 * says already.
 * @see https://www.twilio.com/docs/api/errors
 */
export const refusals: ReadonlyMap<number, Trouble> = new Map([
  [10001, suspended],
  [10002, way("trial account")],
  [10004, later(seconds(30), "too many calls")],
  [20003, credentialsRefused],
  [20005, suspended],
  [20006, notAllowed],
  [20008, setup("test credentials")],
  [20409, later(seconds(5), "busy with an earlier request")],
  [20429, tooMany],
  ...same([20001, 21201, 21602, 21604, 21617, 32018], ourMistake),
  ...same([21202, 21268], premium),
  ...same([21203, 21215, 21408], country),
  ...same([21205, 21609], way("TwiML address refused")),
  [21210, cannotCall],
  ...same([21601, 21606, 21659, 21660, 21661], cannotText),
  ...same([21211, 21214, 21217], invalid),
  ...same([21212, 21213], badFrom),
  [21216, blocked],
  ...same([21219, 21608], unverified),
  ...same([21265, 21266], oneself),
  [21610, person("opted out")],
  [21611, later(minutes(1), "queue full")],
  [21612, person("no route")],
  ...same([21614, 21635], notMobile),
  ...same([21603, 21701, 21703, 21712], noService),
]);

const unregistered = way("sender not registered");

/** Why an accepted text did not arrive: the `error_code` of a message. */
export const lostTexts: ReadonlyMap<number, Trouble> = new Map([
  [30001, later(minutes(1), "queue overflowed")],
  [30002, suspended],
  [30003, person("phone out of reach")],
  [30004, person("texts blocked")],
  [30005, invalid],
  [30006, notMobile],
  // Not `way`, though it may be: the words of one alert must not switch the texts off for everyone.
  [30007, person("filtered as spam")],
  [30008, later(minutes(1), "no reason given")],
  [30022, later(minutes(1), "carrier's rate limit")],
  [30023, way("carrier's daily limit")],
  ...same([30032, 30033, 30034, 30035], unregistered),
  [30036, later(seconds(30), "waited too long")],
  [30044, way("too long for a trial")],
  [30410, later(minutes(1), "carrier silent")],
  [30450, person("suspected fraud")],
]);

function same(codes: readonly number[], trouble: Trouble): [number, Trouble][] {
  return codes.map((code) => [code, trouble]);
}
