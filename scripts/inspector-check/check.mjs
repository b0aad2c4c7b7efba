// Uses the fake's inspector as people do: with mouse, keyboard, Back, a changed address, forced colours and a screen reader.
// usage: node check.mjs READY_FILE CHROMIUM FOLDER_FOR_SCREENSHOTS
import { readFile } from "node:fs/promises";
import axe from "axe-core";
import { chromium } from "playwright-core";

const [readyFile, executablePath, folder] = process.argv.slice(2);
const fake = JSON.parse(await readFile(readyFile, "utf8"));
const inspector = `${fake.url}/__admin`;
const OTHER = "11111111-2222-3333-4444-555555555555";
const UNKNOWN = "99999999-2222-3333-4444-555555555555";
/** Longer than the page's pause between two looks at the fake. */
const TWO_LOOKS = 2500;
const WIDE = { width: 1400, height: 1000 };
const LOOKS = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  "forced-light": { colorScheme: "light", forcedColors: "active" },
  "forced-dark": { colorScheme: "dark", forcedColors: "active" },
};

// The fake

async function admin(method, path, body) {
  const answer = await fetch(inspector + path, { method, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

function call(method, token = fake.token) {
  const headers = { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  const body = method === "PUT" ? '{"Email":"a@b.example","Telephone":"1","Website":"w"}' : undefined;
  return fetch(`${fake.url}/v1/profiles/support${method === "PUT" ? "profile" : ""}`, { method, headers, body });
}

const rule = (more = {}) => admin("POST", "/rules", { play: { fault: "answer", status: 503 }, ...more });

async function startAgain() {
  await admin("POST", "/reset");
  await admin("DELETE", "/faults");
  await admin("DELETE", "/throttle");
  await admin("DELETE", "/clock");
}

/** Something of everything that the page can show. */
async function fill() {
  const profile = { email: "help@partner.example", telephone: "555-0100", website: "partner.example" };
  await admin("PUT", `/tenants/${OTHER}/profile`, profile);
  await call("GET");
  await rule({ request: { method: "PUT" }, times: 1 });
  const off = await rule({ request: { method: "PUT" }, play: { fault: "error", error: "MFA_REQUIRED" } });
  await rule({ request: { method: "PUT" }, probability: 0.25, play: { fault: "drip", bytes: 1, interval: "PT0.1S" } });
  await call("PUT");
  await admin("PATCH", `/rules/${off.id}`, { enabled: false });
  await call("PUT", "wrong");
  await admin("POST", "/faults", { play: { fault: "none" } });
  await admin("PUT", "/throttle", { requests: 60, window: "PT1M", writeCost: 5 });
  await admin("POST", "/clock", { advance: "PT3H" });
}

// The page

const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });
const context = await browser.newContext({ viewport: WIDE });
const complaints = [];
const asked = [];

async function open(hash = "") {
  const page = await context.newPage();
  page.on("console", (line) => line.type() === "error" && complaints.push(line.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => asked.push(request.url()));
  page.on("dialog", (dialog) => dialog.accept());
  page.setDefaultTimeout(10_000);
  await page.goto(inspector + hash);
  await page.waitForFunction(() => document.getElementById("now").textContent !== "");
  return page;
}

const text = (page, selector) => page.locator(selector).innerText();
const said = (page) => page.locator("[role=status]").allInnerTexts().then((all) => all.join(" "));
const focused = (page) =>
  page.evaluate(() => document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent.trim());
const ruleRow = (page, id) => page.locator(".rule").filter({ has: page.locator(`#rule-${id}`) });

function expect(what, is) {
  if (!is) throw new Error(what);
}

function equal(what, actual, expected) {
  expect(`${what}: expected ${JSON.stringify(expected)}, but was ${JSON.stringify(actual)}`, actual === expected);
}

async function until(what, condition) {
  const end = Date.now() + 5000;
  while (!(await condition())) {
    expect(`in vain: ${what}`, Date.now() < end);
    await new Promise((wake) => setTimeout(wake, 50));
  }
}

async function press(page, locator) {
  await locator.hover();
  await page.mouse.down();
}

/** The contrast of two points of a picture, which is decoded where no policy forbids it. */
async function contrast(page, clip, points) {
  const png = (await page.screenshot({ clip })).toString("base64");
  const canvas = await context.newPage();
  const colours = await canvas.evaluate(
    async ([picture, places]) => {
      const image = new Image();
      image.src = "data:image/png;base64," + picture;
      await image.decode();
      const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
      pen.drawImage(image, 0, 0);
      return places.map(([x, y]) => [...pen.getImageData(x * image.width, y * image.height, 1, 1).data].slice(0, 3));
    },
    [png, points],
  );
  await canvas.close();
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, light] = colours.map(luminance).sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** Forgives that the browser reports one refusal of the fake on the console; the page is not to ask for it again and again. */
function refusedOnce() {
  const refusals = complaints.filter((line) => /status of 4\d\d/.test(line));
  equal("refusals on the console", refusals.length, 1);
  complaints.splice(complaints.indexOf(refusals[0]), 1);
}

const checks = [];
const check = (name, run) => checks.push([name, run]);

for (const [name, look] of Object.entries(LOOKS)) {
  check(`switches show which way they are: ${name}`, async () => {
    const on = await rule();
    const off = await rule();
    await admin("PATCH", `/rules/${off.id}`, { enabled: false });
    const page = await open();
    await page.emulateMedia(look);
    for (const { id } of [on, off]) {
      const box = await page.locator(`#rule-${id}`).boundingBox();
      // The knob's middle and the other end's.
      const seen = await contrast(page, box, [[0.27, 0.5], [0.73, 0.5]]);
      expect(`knob and track have a contrast of ${seen.toFixed(2)}, which is less than 3`, seen >= 3);
    }
    const tracks = [];
    for (const [{ id }, x] of [[on, 0.27], [off, 0.73]]) {
      const { x: left, y: top, width, height } = await page.locator(`#rule-${id}`).boundingBox();
      // Beside the switch is the card.
      tracks.push(await contrast(page, { x: left, y: top, width: width * 1.2, height }, [[x / 1.2, 0.5], [0.95, 0.5]]));
    }
    expect(`both tracks are alike: ${tracks.map((track) => track.toFixed(2))}`, tracks[0] >= 3 && tracks[1] < 3);
  });
}

for (const unknown of ["nonsense", "<img src=x onerror=document.title=1>", UNKNOWN]) {
  check(`an unknown tenant in the address is no dead end: ${unknown}`, async () => {
    await admin("PUT", `/tenants/${OTHER}/profile`, { email: "help@partner.example", telephone: "1", website: "w" });
    await call("GET");
    const page = await open("#tenant=" + encodeURIComponent(unknown));
    await until("it says so", async () => (await text(page, "#unknown")).includes(unknown.toLowerCase()));
    await page.waitForTimeout(TWO_LOOKS);
    equal("what is lost", await text(page, "#lost"), "");
    await page.locator("#unknown").getByRole("link", { name: OTHER }).click();
    await until("the other tenant", async () => (await text(page, "#tenants")).includes("help@partner.example"));
    expect("its address", page.url().endsWith("#tenant=" + OTHER));
    equal("the notice", await text(page, "#unknown"), "");
    equal("the focus", await page.evaluate(() => document.activeElement.id), "tenant");
    await page.goBack();
    await page.locator("#unknown").getByRole("link", { name: "All tenants" }).click();
    await until("all tenants", async () => (await text(page, "#total")).includes("1 exchange"));
    equal("the title", await page.title(), "Fake Partner Center");
    if (unknown !== UNKNOWN) refusedOnce();
  });
}

check("an unknown tenant is shown as soon as there is something of it", async () => {
  const page = await open("#tenant=" + UNKNOWN);
  await until("it says so", async () => (await text(page, "#unknown")).includes(UNKNOWN));
  const { token } = await admin("POST", "/tokens", { tenant: UNKNOWN });
  await call("GET", token);
  await until("its exchange", async () => (await text(page, "#total")) === "1 exchange");
  equal("the notice", await text(page, "#unknown"), "");
});

check("Back and Forward go between tenants", async () => {
  await fill();
  const page = await open();
  await page.selectOption("#tenant", OTHER);
  await until("one tenant", async () => (await page.locator(".tenant").count()) === 1);
  await page.selectOption("#tenant", fake.tenant);
  await until("another tenant", async () => (await text(page, "#tenants")).includes(fake.tenant));
  await page.goBack();
  await until("Back", async () => (await page.locator("#tenant").inputValue()) === OTHER);
  await until("what it shows", async () => (await text(page, "#tenants")).includes("help@partner.example"));
  await page.goBack();
  await until("Back again", async () => (await page.locator(".tenant").count()) > 1);
  equal("the choice", await page.locator("#tenant").inputValue(), "");
  await page.goForward();
  await until("Forward", async () => (await page.locator("#tenant").inputValue()) === OTHER);
});

check("an address that is changed by hand is followed", async () => {
  await fill();
  const page = await open();
  await page.goto(`${inspector}#tenant=${OTHER.toUpperCase()}`);
  await until("the tenant", async () => (await page.locator("#tenant").inputValue()) === OTHER);
  await page.goto(`${inspector}#tenant=default`);
  await until("the default tenant", async () => (await page.locator("#tenant").inputValue()) === fake.tenant);
  await page.goto(`${inspector}#exchange=2`);
  await until("the exchange", () => page.locator("#exchange-2").evaluate((row) => row.open));
  await page.goto(`${inspector}#exchange=4711`);
  await until("it says so", async () => (await said(page)).includes("4711"));
  await page.goto(`${inspector}?tenant=${OTHER}`);
  await until("the query", async () => (await page.locator("#tenant").inputValue()) === OTHER);
  await page.selectOption("#tenant", "");
  await until("no longer", async () => (await page.locator(".tenant").count()) > 1);
  await page.reload();
  await until("nor after a reload", async () => (await page.locator(".tenant").count()) > 1);
});

check("buttons do not move when the clock does", async () => {
  const page = await open();
  const places = () =>
    page.evaluate(() =>
      [...document.querySelectorAll("header button, header select, main section")].map(
        (part) => part.getBoundingClientRect().left + " " + part.getBoundingClientRect().top,
      ).join(),
    );
  for (const width of [1400, 900, 700, 320]) {
    await page.setViewportSize({ width, height: 1000 });
    const before = await places();
    for (const step of ["PT59S", "PT1H", "P1D", "P10000D"]) {
      await admin("POST", "/clock", { advance: step });
      await page.waitForTimeout(1200);
      equal(`at ${width} after ${step}`, await places(), before);
    }
    await admin("DELETE", "/clock");
    await page.waitForTimeout(1200);
  }
});

check("a switch is switched though its rule is played while it is pressed", async () => {
  const { id } = await rule({ request: { method: "GET" } });
  const page = await open();
  await press(page, page.locator(`#rule-${id}`));
  await call("GET");
  await page.waitForTimeout(TWO_LOOKS);
  await page.mouse.up();
  await until("it is off", async () => !(await admin("GET", `/rules/${id}`)).enabled);
});

check("nothing moves under a pointer that presses", async () => {
  await rule();
  const { id } = await rule();
  const page = await open();
  const button = ruleRow(page, id).getByRole("button", { name: "Delete" });
  const before = JSON.stringify(await button.boundingBox());
  await press(page, button);
  await admin("DELETE", `/rules/${id - 1}`);
  await admin("PUT", "/throttle", { requests: 1, window: "PT1M" });
  await admin("PUT", `/tenants/${OTHER}/profile`, { email: "e", telephone: "1", website: "w" });
  await rule({ request: { method: "PUT" } });
  await page.waitForTimeout(TWO_LOOKS);
  equal("its place", JSON.stringify(await button.boundingBox()), before);
  await page.mouse.up();
  await until("it is gone", async () => (await admin("GET", "/rules")).every((left) => left.id !== id));
  equal("the others", (await admin("GET", "/rules")).length, 1);
  await until("the page goes on", async () => (await text(page, "#faulty")).includes("Throttled"));
});

check("back to real time", async () => {
  await admin("POST", "/clock", { advance: "P1D" });
  const page = await open();
  await until("it is ahead", async () => (await text(page, "#ahead")).includes("1 d ahead"));
  const button = page.getByRole("button", { name: "Real time" });
  await button.click();
  await until("it is not", async () => (await text(page, "#ahead")) === "real time");
  expect("it says so", (await said(page)).includes("real time"));
  equal("moved", (await admin("GET", "/clock")).moved, false);
  equal("the button", await button.getAttribute("aria-disabled"), "true");
  equal("the focus", await focused(page), "Real time");
});

check("a throttle is ended", async () => {
  await admin("PUT", "/throttle", { requests: 60, window: "PT1M" });
  const page = await open();
  await page.getByRole("button", { name: "End throttle" }).click();
  await until("it is gone", async () => !(await text(page, "#faulty")).includes("Throttled"));
  equal("requests", (await admin("GET", "/throttle")).requests, undefined);
  expect("it says so", (await said(page)).includes("throttle"));
  equal("the focus", await focused(page), "Faults");
});

check("rules are deleted by keyboard, one by one, and the focus stays near", async () => {
  const ids = [];
  for (let i = 0; i < 4; i++) ids.push((await rule({ skip: 100 + i })).id);
  const page = await open();
  const button = (i) => ruleRow(page, ids[i]).getByRole("button", { name: "Delete" });
  await button(1).focus();
  await page.keyboard.press("Enter");
  await until("the next has it", async () => (await focused(page)) === `Delete rule ${ids[2]}`);
  equal("what is left", (await admin("GET", "/rules")).map((left) => left.id).join(), [ids[0], ids[2], ids[3]].join());
  expect("it says so", (await said(page)).includes(`Rule ${ids[1]}`));
  await button(3).focus();
  await page.keyboard.press("Space");
  await until("the last has it", async () => (await focused(page)) === `Delete rule ${ids[2]}`);
  // Somebody else deletes it.
  await page.locator(`#rule-${ids[2]}`).focus();
  await admin("DELETE", `/rules/${ids[2]}`);
  await until("the first switch has it", () => page.evaluate((id) => document.activeElement.id === id, `rule-${ids[0]}`));
  await button(0).focus();
  await page.keyboard.press("Enter");
  await until("the heading has it", async () => (await focused(page)) === "Faults");
});

check("a rule that is gone cannot be deleted again, and it says so", async () => {
  const { id } = await rule();
  const page = await open();
  const button = ruleRow(page, id).getByRole("button", { name: "Delete" });
  await press(page, button);
  await admin("DELETE", `/rules/${id}`);
  await page.mouse.up();
  await until("it says so", async () => (await text(page, "[role=alert]#refused")).includes(`no rule ${id}`));
  refusedOnce();
});

check("a used-up rule looks used up, not only by colour", async () => {
  const used = await rule({ times: 1 });
  const brief = await rule({ during: "PT1M" });
  const on = await rule({ times: 2 });
  await call("GET");
  await call("GET");
  await admin("POST", "/clock", { advance: "PT2M" });
  const page = await open();
  for (const [one, is] of [[used, true], [brief, true], [on, false]]) {
    equal(`rule ${one.id}`, (await ruleRow(page, one.id).innerText()).includes("used up"), is);
  }
  const box = page.getByRole("switch", { name: "used up" });
  equal("switches that are called so", await box.count(), 2);
});

check("the result of each action is announced", async () => {
  await fill();
  const { id } = await rule({ skip: 50 });
  const page = await open();
  await page.waitForSelector(`#rule-${id}`);
  expect("a live region from the start", (await page.locator("[role=status]").count()) > 0);
  for (const [what, act, words] of [
    ["+1 h", () => page.getByRole("button", { name: "+1 h" }).click(), "clock"],
    ["Add", () => page.getByRole("button", { name: "Add" }).click(), "next request"],
    ["Add to all", () => page.selectOption("#victim", "PUT").then(() => page.getByRole("button", { name: "Add" }).click()), "Rule "],
    ["switch", () => page.locator(`#rule-${id}`).click(), `Rule ${id} is off`],
    ["Clear", () => page.getByRole("button", { name: "Clear faults" }).click(), "faults"],
    ["Close", () => page.getByRole("button", { name: "Close all" }).click(), "closed"],
    ["tenant", () => page.selectOption("#tenant", OTHER), OTHER],
    ["Reset", () => page.getByRole("button", { name: "Reset" }).click(), "begun again"],
  ]) {
    await act();
    await until(`${what} says ${words}`, async () => (await said(page)).includes(words));
    const focus = await page.evaluate(() => document.activeElement.localName);
    expect(`${what} loses the focus`, focus !== "body");
  }
});

check("a fake that is away is reported, and that it is back", async () => {
  const page = await open();
  await page.route("**/__admin/state", (route) => route.abort());
  await until("it is away", async () => (await text(page, "[role=alert]#lost")).includes("does not answer"));
  await page.unroute("**/__admin/state");
  await until("it is back", async () => (await said(page)).includes("answers again"));
  equal("the alert", await text(page, "#lost"), "");
  // The page reports it on the console, too, and so does the browser.
  complaints.length = 0;
});

check("the icon keeps the page's policy", async () => {
  const page = await open();
  const icon = await page.evaluate(
    () =>
      new Promise((tell) => {
        document.addEventListener("securitypolicyviolation", (event) => tell("forbidden: " + event.effectiveDirective));
        const image = new Image();
        image.onload = () => tell(`${image.naturalWidth > 0}`);
        image.onerror = () => setTimeout(() => tell("no picture"), 500);
        image.src = document.querySelector("link[rel=icon]").href;
      }),
  );
  equal("the icon", icon, "true");
});

const SIZES = { wide: WIDE, narrow: { width: 320, height: 1000 } };
for (const [name, look] of Object.entries(LOOKS)) {
  for (const [size, viewport] of Object.entries(SIZES)) {
    check(`axe-core finds nothing: ${name}, ${size}`, async () => {
      await fill();
      const page = await open("#exchange=2");
      await page.setViewportSize(viewport);
      await page.emulateMedia(look);
      await page.waitForSelector(".rule");
      const audit = async (what) => {
        await page.evaluate(axe.source);
        const { violations } = await page.evaluate(() => globalThis.axe.run());
        const found = violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`);
        equal(what, found.join("\n"), "");
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(`${what} is ${wider} px wider than the window`, wider <= 0);
      };
      await page.screenshot({ path: `${folder}/${name}-${size}-filled.png`, fullPage: true });
      await audit("full");
      await page.getByRole("button", { name: "+1 min" }).click();
      await until("it says so", async () => (await said(page)).includes("clock"));
      await audit("with a result");
      await page.goto(`${inspector}#tenant=nonsense`);
      await until("it says so", async () => (await text(page, "#unknown")).includes("nonsense"));
      await page.screenshot({ path: `${folder}/${name}-${size}-unknown.png`, fullPage: true });
      await audit("with an unknown tenant");
      refusedOnce();
    });
  }
}

const only = process.env.ONLY;
let failed = 0;
for (const [name, run] of checks) {
  if (only && !name.includes(only)) continue;
  try {
    await startAgain();
    await run();
    equal("complaints on the console", complaints.join("\n"), "");
    console.log(`ok      ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAILED  ${name}: ${error.message.split("\n").slice(0, 3).join(" ")}`);
  }
  complaints.length = 0;
  for (const page of context.pages()) await page.close();
}
const elsewhere = [...new Set(asked)].filter((url) => !url.startsWith(inspector) && !url.startsWith("data:"));
if (elsewhere.length > 0) failed++;
console.log(`${elsewhere.length === 0 ? "ok     " : "FAILED "} asked for nothing but the fake's ${elsewhere.join(" ")}`);
await browser.close();
process.exit(failed === 0 ? 0 : 1);
