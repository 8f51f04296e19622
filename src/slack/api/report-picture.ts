import { reportCsv } from "../../report/csv.ts";
import type { Report } from "../../report/model.ts";
import { reportPng } from "../../report/png.ts";
import { reportAltText, windowText } from "../../report/words.ts";
import { plainAnswer } from "../blocks/answers.ts";
import { cut } from "../blocks/text.ts";
import { SlackError, slackError } from "./errors.ts";
import type { Log } from "./sdk-log.ts";
import type { SlackWeb } from "./web.ts";

const LONGEST_ALT_TEXT = 1000;

interface Parts {
  readonly web: SlackWeb;
  readonly log: Log;
}

/**
 * Draws a report and uploads it where it was asked for; to the asking person where the app may not post. What goes
 * wrong is told to them alone. Never throws.
 */
export async function sendPicture(
  { web, log }: Parts,
  { report, channel, user }: { report: Report; channel: string; user: string },
): Promise<void> {
  try {
    const picture = await reportPng(report);
    try {
      await upload({ web, log }, report, picture, channel);
    } catch (error) {
      if (slackError(error, "files.uploadV2").code !== "destination") throw error;
      await upload({ web, log }, report, picture, await directChannel(web, user));
    }
  } catch (thrown) {
    const error = thrown instanceof Error ? slackError(thrown, "files.uploadV2") : undefined;
    log.warn({ err: error ?? thrown }, "the picture of a report was not sent");
    const why = error?.plain ?? "It could not be drawn";
    const { text, blocks } = plainAnswer(`The report's picture could not be sent. ${why}.`);
    await web.write.chat
      .postEphemeral({ channel, user, text, blocks })
      .catch((failed: unknown) =>
        log.warn({ err: slackError(failed, "chat.postEphemeral") }, "nor could that be said"),
      );
  }
}

/**
 * Adds a report's picture and table to a channel. What goes wrong is given back in words for people.
 * @returns why it could not be done; undefined when it is there
 */
export async function attachReport(
  { web, log }: Parts,
  { report, channel }: { report: Report; channel: string },
): Promise<string | undefined> {
  try {
    const picture = await reportPng(report);
    await web.write.filesUploadV2({
      channel_id: channel,
      file_uploads: [
        {
          file: picture,
          filename: "sla-report.png",
          title: `SLA report, ${windowText(report)}`,
          alt_text: cut(reportAltText(report), LONGEST_ALT_TEXT),
        },
        { file: Buffer.from(reportCsv(report)), filename: "sla-report.csv", title: "The same as a table" },
      ],
    });
    return undefined;
  } catch (thrown) {
    const error = thrown instanceof Error ? slackError(thrown, "files.uploadV2") : undefined;
    log.warn({ err: error ?? thrown }, "picture and table of a report were not sent");
    return error?.plain ?? "They could not be made";
  }
}

async function upload({ web }: Parts, report: Report, picture: Buffer, channel: string): Promise<void> {
  await web.write.filesUploadV2({
    channel_id: channel,
    file: picture,
    filename: "sla-report.png",
    title: `SLA report, ${windowText(report)}`,
    alt_text: cut(reportAltText(report), LONGEST_ALT_TEXT),
  });
}

async function directChannel(web: Parts["web"], user: string): Promise<string> {
  const { channel } = await web.write.conversations.open({ users: user });
  if (channel?.id === undefined) throw new SlackError("destination", "Slack opens no direct conversation");
  return channel.id;
}
