"""One patient's phone in a random walk of faults: what she does, and what happens to her."""

import random
import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect
from playwright.sync_api import Error as BrowserError

from benchmarks.flat_pictures import COLOURS, jpeg
from benchmarks.phone_line import set_line
from benchmarks.phone_scripts import JUMP, JUMPS, UNSENT

FAULTS = ("500", "401", "slow", "lose", "die")
PLACES = ("words", "photo")
PATIENCE = 60_000  # milliseconds: a busy machine is no fault of the outbox


@dataclass
class Told:
    """What the clinic must hold in the end: exactly once."""

    note: str
    colour: str = ""


@dataclass
class Walker:
    context: BrowserContext
    chance: random.Random
    plan: Path
    cookie: dict[str, str]
    said: list[str] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    alarms: int = 0  # shown as kept or sent
    half_alarms: int = 0  # neither kept nor sent as far as she was told: at most once
    page: Page | None = None

    def log(self, words: str) -> None:
        self.said.append(words)

    # What happens to her

    def trouble(self) -> None:
        """One of the things that go wrong."""
        self.chance.choice(
            [self.go_offline, self.go_online, self.plan_fault, self.plan_fault, self.kill_worker]
            + [self.lose_session, self.kill_tab]
        )()

    def go_offline(self) -> None:
        self.log("offline" if set_line(self.context, is_cut=True) else "offline, worker dying")

    def go_online(self) -> None:
        self.log("online" if set_line(self.context, is_cut=False) else "online, worker dying")

    def plan_fault(self) -> None:
        line = f"{self.chance.choice(PLACES)} {self.chance.choice(FAULTS)}"
        self.log(f"plan {line}")
        planned = self.plan.read_text().splitlines()
        self.plan.write_text("\n".join([*planned, line]))

    def kill_worker(self) -> None:
        self.log("kill worker")
        session = self.context.new_cdp_session(self.open_page())
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")
        session.detach()
        for _look in range(50):  # Playwright waits for ever for one that is dying
            self.open_page().wait_for_timeout(100)
            if not self.context.service_workers:
                return

    def lose_session(self) -> None:
        self.log("session ends")
        self.context.clear_cookies(name="sessionid")

    def sign_in(self) -> None:
        self.context.add_cookies([self.cookie])  # type: ignore[list-item]

    def kill_tab(self) -> None:
        self.log("kill tab")
        if self.page is not None:
            self.page.close()
        self.page = None

    # What she does

    def open_page(self, path: str = "/") -> Page:
        """The tab she has, or a new one whose clock may have jumped."""
        if self.page is None:
            self.page = self.new_tab(path)
        return self.page

    def new_tab(self, path: str) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE)
        by = self.chance.choice(JUMPS)
        if by:
            self.log(f"clock jumps by {by // 60_000} min")
            page.add_init_script(JUMP % by)
        page.goto(path)
        return page

    def report(self, number: int) -> None:
        """A check-in, from the first page on; what was begun before is finished first."""
        self.sign_in()
        self.kill_tab()
        page = self.open_page("/check-in")
        while self.begun(page):  # its tab may be killed again before it is sealed
            self.finish(page)
            self.kill_tab()
            page = self.open_page("/check-in")
        told = Told(f"walk {number}", self.chance.choice(["", *COLOURS]))
        self.log(f"report {told.note} {told.colour or 'without photo'}")
        self.fill(page, told)
        self.told.append(told)
        if self.chance.random() < 0.25:
            self.send_twice(page)
        else:
            self.send(page)

    def begun(self, page: Page) -> bool:
        """True where a draft came back (its tab was killed as it was sent)."""
        self.is_ready(page)
        if page.locator("[data-draft]").is_hidden():
            return False
        if page.locator("[data-finish]").is_visible():
            page.locator("[data-finish]").click()
        self.log("finish what was begun")
        expect(page.locator("#note")).not_to_have_value("", timeout=PATIENCE)
        return True

    def fill(self, page: Page, told: Told) -> None:
        page.evaluate("(note) => { document.querySelector('#note').value = note; }", told.note)
        page.locator("[data-answer=none]").click()
        page.locator('[data-page="symptoms"] [data-none]').click()
        page.locator('[data-page="since"] [data-none]').click()
        if told.colour:
            picture = {"name": "face.jpg", "mimeType": "image/jpeg", "buffer": jpeg(told.colour)}
            page.locator("#photo").set_input_files(picture)  # type: ignore[arg-type]
            page.locator("[data-chosen-photos] [data-verdict]").wait_for()
            if page.locator("[data-chosen-photos] [data-asks]").count():
                page.locator("[data-chosen-photos] [data-asks] .button").nth(1).click()
            page.locator('[data-page="photo"] [data-next]').click()
        else:
            page.locator("[data-skip-photo]").click()
        page.wait_for_timeout(400)  # the draft of the last answer is on disk

    def finish(self, page: Page) -> None:
        """A draft that came back: its answers stand, only the danger signs are asked again."""
        page.locator("[data-answer=none]").click()
        page.locator('[data-page="symptoms"] [data-none]').click()
        page.locator('[data-page="since"] [data-none]').click()
        page.locator('[data-page="photo"] [data-next]').click()
        self.send(page)

    def send(self, page: Page) -> None:
        if self.chance.random() < 0.2:
            self.lose_session()
        page.locator("[data-send]").click(no_wait_after=True)
        wait = self.chance.choice((0, 0, 30, 150, 600, None))
        if wait is None:
            self.look(page)
        else:
            page.wait_for_timeout(wait)
            self.kill_tab()

    def send_twice(self, page: Page) -> None:
        """The same tab, opened twice: one report."""
        self.log("two tabs")
        if self.context.pages and page.locator("[data-send]").is_visible():
            other = self.new_tab("/check-in")
            if self.begun(other):
                page.locator("[data-send]").click(no_wait_after=True)
                try:
                    self.finish(other)
                finally:
                    other.close()
                return
            other.close()
        self.send(page)

    def raise_alarm(self) -> None:
        """A yes to the danger signs."""
        self.log("danger sign")
        self.sign_in()
        self.kill_tab()
        page = self.open_page("/check-in")
        self.is_ready(page)
        page.locator("[data-answer=yes]").click()
        if self.chance.random() < 0.3:
            self.half_alarms += 1
            return self.kill_tab()
        told = page.locator("[data-emergency-status]")
        expect(told).to_have_text(re.compile("Sent|Not sent"), timeout=PATIENCE)
        promised = len(re.findall("^Sent|Saved on this phone", told.inner_text()))
        self.alarms, self.half_alarms = self.alarms + promised, self.half_alarms + 1 - promised

    def look(self, page: Page) -> None:
        """Until the phone says what became of it, or asks her to sign in to read it."""
        said = page.locator(":is([data-not-sent], [data-result], .care, #id_email):visible")
        expect(said.first).to_be_visible(timeout=PATIENCE)

    def is_ready(self, page: Page) -> None:
        """What was begun would have come back by now, and all questions are there."""
        if "session ends" in self.said and not page.locator("[data-save-exit]").count():
            self.go_online()  # the phone forgot all but the numbers with her session: she signs in
            self.sign_in()
            page.goto("/check-in")
        expect(page.locator("[data-save-exit]")).to_be_visible(timeout=PATIENCE)
        page.locator("#note").wait_for(state="attached")

    def left_on_the_phone(self) -> list[int]:
        """Entries and drafts; Today may be loading itself anew as it is asked."""
        for _look in range(20):
            try:
                return list(self.open_page().evaluate(UNSENT))
            except BrowserError:
                self.open_page().wait_for_timeout(150)
        raise AssertionError("the phone cannot be asked")

    def settle(self) -> None:
        """All is well again: she opens the app, finishes what was begun, and waits."""
        self.plan.write_text("")
        self.go_online()
        for _round in range(12):
            self.kill_tab()
            self.sign_in()  # what she finishes may end with her session
            self.page = self.context.new_page()
            self.page.goto("/")
            unsent, drafts = self.wait_until_sent(self.page)
            if drafts:
                self.page.goto("/check-in")
                if self.begun(self.page):
                    self.finish(self.page)
            elif not unsent:
                return

    def wait_until_sent(self, page: Page) -> tuple[int, int]:
        for _look in range(400):  # a photo may take its time
            try:
                unsent, drafts = page.evaluate(UNSENT)
            except BrowserError:
                unsent, drafts = 1, 0  # Today has just loaded itself anew
            if not unsent:
                return 0, drafts
            page.wait_for_timeout(150)
        return unsent, drafts
