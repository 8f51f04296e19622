import { BarChart } from "echarts/charts";
import { GraphicComponent, GridComponent, LegendComponent, TitleComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { formatDuration } from "../lib/duration-text.ts";
import { type Severity, severities } from "../sla/model.ts";
import type { Fate, Report } from "./model.ts";
import { percentText, windowText } from "./words.ts";

/** Twice the width of a phone: 1 px there is 2 here. */
export const WIDTH = 720;
export const FONT = "DejaVu Sans";

// Told apart also by those who see no red or green, on the card's own white.
const INK = "#1d1c1d";
const FAINT = "#5b5b60";
const LINES = "#dddde1";
const COLOURS = { withinSla: "#1b6ec2", late: "#d9480f", waiting: "#a8a8b0" } as const;
const NAMES = { withinSla: "in SLA", late: "late", waiting: "still in time" } as const;
const OUTCOMES = ["withinSla", "late", "waiting"] as const;
const LEFT = 36;
const SEVERITIES = severities.toReversed();

/** The report drawn as SVG: how alerts of each severity fared, breaches by tier, breaches by hour. */
export function reportSvg(report: Report): string {
  use([BarChart, GraphicComponent, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);
  const tiers = Math.max(1, report.breachesByTier.length);
  const tops = { fates: 300, tiers: 820, hours: 920 + 54 * tiers };
  const height = tops.hours + 310;
  const chart = init(null, null, { renderer: "svg", ssr: true, width: WIDTH, height });
  try {
    chart.setOption(optionOf(report, tops, tiers, height));
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

interface Tops {
  readonly fates: number;
  readonly tiers: number;
  readonly hours: number;
}

function optionOf(report: Report, tops: Tops, tiers: number, height: number): EChartsCoreOption {
  return {
    animation: false,
    textStyle: { fontFamily: FONT, color: INK },
    graphic: [card(height)],
    title: [
      heading("SLA report", 30, 34),
      note(windowText(report), 76),
      heading(percentText(report.all), 128, 72),
      note(headline(report.all), 224),
      heading("Alerts by severity", tops.fates, 26),
      heading("Breaches by tier", tops.tiers, 26),
      heading(`Breaches by hour (${report.zone})`, tops.hours, 26),
    ],
    legend: {
      left: LEFT,
      top: tops.fates + 44,
      itemWidth: 22,
      itemHeight: 22,
      itemGap: 28,
      textStyle: { fontSize: 22, color: FAINT, fontFamily: FONT },
      data: OUTCOMES.map((outcome) => NAMES[outcome]),
      selectedMode: false,
    },
    grid: [
      { left: 280, right: 90, top: tops.fates + 88, height: 380 },
      { left: 130, right: 90, top: tops.tiers + 44, height: 54 * tiers },
      { left: LEFT + 8, right: LEFT + 8, top: tops.hours + 64, height: 170 },
    ],
    xAxis: [hiddenScale(0), hiddenScale(1), hourAxis()],
    yAxis: [severityAxis(report), tierAxis(tiers), { ...hiddenScale(2), minInterval: 1 }],
    series: [...fateSeries(report), tierSeries(report, tiers), hourSeries(report)],
  };
}

function card(height: number) {
  return {
    type: "rect",
    z: -10,
    shape: { x: 2, y: 2, width: WIDTH - 4, height: height - 4, r: 24 },
    style: { fill: "#ffffff", stroke: LINES, lineWidth: 2 },
  };
}

function heading(text: string, top: number, fontSize: number) {
  return { text, left: LEFT, top, padding: 0, textStyle: { fontSize, fontWeight: "bold", color: INK } };
}

function note(text: string, top: number) {
  return {
    text,
    left: LEFT,
    top,
    padding: 0,
    textStyle: { fontSize: 22, fontWeight: "normal", color: FAINT },
  };
}

function headline({ withinSla, late, waiting }: Fate): string {
  const decided = `handled within SLA: ${withinSla} of ${withinSla + late}`;
  return waiting === 0 ? decided : `${decided}, ${waiting} still in time`;
}

function hiddenScale(gridIndex: number) {
  return { type: "value", gridIndex, show: false, min: 0, max: "dataMax" };
}

/** Each severity with its times to triage below: what matters most of a severity stands at its bar. */
function severityAxis({ bySeverity }: Report) {
  return {
    type: "category",
    gridIndex: 0,
    inverse: true,
    data: SEVERITIES,
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      align: "left",
      margin: 244,
      formatter: (name: Severity) => `{name|${name}}\n${timesText(bySeverity[name])}`,
      rich: {
        name: { fontSize: 24, lineHeight: 30, color: INK, fontFamily: FONT },
        times: { fontSize: 19, lineHeight: 24, color: FAINT, fontFamily: FONT },
      },
    },
  };
}

function timesText({ triage }: Fate): string {
  if (triage === null) return "{times|no triage yet}";
  return `{times|median ${formatDuration(triage.median)}}\n{times|p90 ${formatDuration(triage.p90)}}`;
}

function tierAxis(tiers: number) {
  return {
    type: "category",
    gridIndex: 1,
    inverse: true,
    data: Array.from({ length: tiers }, (_, index) => `tier ${index + 1}`),
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { align: "left", margin: 94, fontSize: 24, color: INK, fontFamily: FONT },
  };
}

function hourAxis() {
  return {
    type: "category",
    gridIndex: 2,
    data: Array.from({ length: 24 }, (_, hour) => String(hour)),
    axisLine: { lineStyle: { color: LINES, width: 2 } },
    axisTick: { show: false },
    axisLabel: {
      interval: 5,
      fontSize: 22,
      color: FAINT,
      margin: 14,
      fontFamily: FONT,
      formatter: "{value}:00",
    },
  };
}

function fateSeries({ bySeverity }: Report) {
  return OUTCOMES.map((outcome) => ({
    type: "bar",
    name: NAMES[outcome],
    stack: "fate",
    xAxisIndex: 0,
    yAxisIndex: 0,
    barWidth: 40,
    itemStyle: { color: COLOURS[outcome] },
    label: { show: true, fontSize: 22, color: outcome === "waiting" ? INK : "#ffffff", fontFamily: FONT },
    data: SEVERITIES.map((severity) => bySeverity[severity][outcome] || null),
  }));
}

function tierSeries({ breachesByTier }: Report, tiers: number) {
  return {
    type: "bar",
    xAxisIndex: 1,
    yAxisIndex: 1,
    barWidth: 30,
    itemStyle: { color: COLOURS.late },
    label: { show: true, position: "right", fontSize: 24, color: INK, fontFamily: FONT },
    data: Array.from({ length: tiers }, (_, index) => breachesByTier[index] ?? 0),
  };
}

function hourSeries({ breachesByHour }: Report) {
  return {
    type: "bar",
    xAxisIndex: 2,
    yAxisIndex: 2,
    barCategoryGap: "20%",
    itemStyle: { color: COLOURS.late },
    label: { show: true, position: "top", fontSize: 20, color: INK, fontFamily: FONT },
    data: breachesByHour.map((count) => count || null),
  };
}
