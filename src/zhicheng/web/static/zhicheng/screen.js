// The wall runs for months without a hand: it asks for news, turns its pages, and keeps its picture while nobody answers.

const { refresh, stands, worker } = document.body.dataset;
const SEEN = "wall-last-seen";
const PATIENCE = 10000;
const away = document.getElementById("away");
const language = document.documentElement.lang;
const time = new Intl.DateTimeFormat(language, {
  timeZone: "Asia/Shanghai", month: "long", day: "numeric", weekday: "short", hour: "2-digit", minute: "2-digit", hour12: false,
});
// Without rights to keep anything (a private window) the wall still runs; it only forgets on a reload.
const memory = {
  get: () => { try { return Number(localStorage.getItem(SEEN)) || 0; } catch { return 0; } },
  set: (moment) => { try { localStorage.setItem(SEEN, String(moment)); } catch { /* nothing is kept */ } },
};
let seen = memory.get();

function tick() {
  document.getElementById("clock").textContent = time.format(new Date());
}

function answered() {
  seen = Date.now();
  memory.set(seen);
  away.hidden = true;
}

function unanswered() {
  away.querySelector("time").textContent = seen ? time.format(new Date(seen)) : "—";
  away.hidden = false;
}

// Files of a new release have other names: then the whole page is wanted, not only its picture.
const files = (page) => [...page.querySelectorAll("link[rel=stylesheet], script[src]")].map((each) => each.getAttribute("href") ?? each.getAttribute("src")).join();

async function look() {
  try {
    const answer = await fetch(location.href, { cache: "no-cache", credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE) });
    const page = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
    const picture = page && page.getElementById("picture");
    if (!picture) throw new Error(String(answer.status));
    answered();
    if (files(page) !== files(document)) return location.reload();
    const current = document.getElementById("picture");
    if (picture.innerHTML !== received) {
      received = picture.innerHTML;
      const number = shown();
      current.replaceWith(document.adoptNode(picture));
      show(number);
    }
  } catch {
    unanswered();
  }
}

const pages = () => [...document.querySelectorAll(".page")];
const shown = () => pages().findIndex((page) => !page.hidden);

function show(number) {
  const all = pages();
  if (all.length < 2) return;
  const place = ((number % all.length) + all.length) % all.length;
  all.forEach((page, each) => { page.hidden = each !== place; });
  document.getElementById("number").textContent = String(place + 1);
}

let received = document.getElementById("picture").innerHTML;
let turning = setInterval(() => show(shown() + 1), stands * 1000);

// For whoever stands at it with a keyboard: arrows turn, the space bar holds.
document.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") show(shown() + (event.key === "ArrowRight" ? 1 : -1));
  else if (event.key === " ") {
    if (turning) { clearInterval(turning); turning = 0; } else turning = setInterval(() => show(shown() + 1), stands * 1000);
  } else return;
  event.preventDefault();
});

tick();
setInterval(tick, 1000);
setInterval(look, refresh * 1000);
window.addEventListener("online", look);
window.addEventListener("offline", unanswered);

// The worker keeps what passes through it: once it is there, everything that the picture needs is fetched once more.
if (navigator.serviceWorker) {
  navigator.serviceWorker.register(worker).then(() => navigator.serviceWorker.ready).then(async () => {
    if (!navigator.serviceWorker.controller) await new Promise((taken) => navigator.serviceWorker.addEventListener("controllerchange", taken, { once: true }));
    await Promise.allSettled([...document.querySelectorAll("link[href], script[src]")].map((each) => fetch(each.href ?? each.src)));
    document.documentElement.dataset.kept = "";
    await look();
  }).catch(look);
} else look();
document.documentElement.dataset.ready = "";
