//! Channels, posts, a consent and a parcel of a made-up setting.

use super::{Cast, Teller};
use belisha_setting::channels::{ChannelKind, Command as Channel};
use belisha_setting::consents::{Command as Consent, Of};
use belisha_setting::disclosures::{Command as Disclose, How, Reason};
use belisha_setting::posts::Command as Post;
use belisha_setting::{ChannelId, Command, PersonId, PostId};

impl Teller {
    /// On the first day: who holds and runs what, and whose families belong.
    pub(super) fn channels(&mut self, cast: &[Cast]) {
        let with = |role: &str| -> Vec<PersonId> {
            cast.iter()
                .filter(|known| known.roles.iter().any(|held| held == role))
                .map(|known| known.id.clone())
                .collect()
        };
        let leaders: Vec<PersonId> = [with("manager"), with("chair")].concat();
        let all = [
            ("general-mail", "The general mailbox", ChannelKind::Mailbox, "general", with("chair")),
            ("admissions-mail", "Admissions", ChannelKind::Mailbox, "admissions", leaders.clone()),
            ("public-page", "Our public page", ChannelKind::Page, "public", leaders.clone()),
            ("families-page", "The families' page", ChannelKind::Page, "families", leaders.clone()),
            ("website", "Our website", ChannelKind::Website, "", leaders),
        ];
        for (channel, name, kind, serves, run_by) in all {
            let (channel, run_by) = (channel.into(), run_by.into_iter().collect());
            let (name, serves) = (name.to_owned(), serves.to_owned());
            self.program(Command::Channels(Channel::Set { channel, name, kind, serves, run_by }));
        }
        for child in self.state.children.here().map(|(id, _)| id.clone()).collect::<Vec<_>>() {
            let channel: ChannelId = "families-page".into();
            self.program(Command::Channels(Channel::Join { channel, child }));
        }
    }

    /// Before the last day: a post that is out, one that waits, one that is stopped; a consent; a parcel sent.
    pub(super) fn publish(&mut self, cast: &[Cast]) {
        let (Some(manager), Some(deputy), Some(author)) = (cast.first(), cast.get(1), cast.get(2)) else {
            return;
        };
        let child =
            self.state.children.here().next().map(|(id, child)| (id.clone(), child.name.words().to_owned()));
        let name = child.as_ref().map_or("somebody", |(_, name)| name.as_str()).to_owned();
        let posts = [
            ("post-out", "Our harvest table is open to everybody on Friday from two o'clock.".to_owned()),
            (
                "post-waiting",
                "We are looking for helpers to dig over the vegetable bed on Saturday.".to_owned(),
            ),
            ("post-named", format!("Well done {name}, who built the tallest tower of the week!")),
        ];
        for (post, words) in posts {
            let (post, channel): (PostId, ChannelId) = (post.into(), "public-page".into());
            self.pass(60);
            self.by(&author.id, Command::Posts(Post::Draft { post, channel, words, pictures: Vec::new() }));
        }
        self.pass(600);
        let post: PostId = "post-out".into();
        self.by(
            &deputy.id,
            Command::Posts(Post::Approve { post: post.clone(), seen: Vec::new(), looked: false }),
        );
        let link = "https://pages.example/amber-lane/harvest".to_owned();
        self.by(&manager.id, Command::Posts(Post::Publish { post, link }));
        let (of, purpose) = (Of::Person(author.id.clone()), "website".to_owned());
        let how = "said so in writing".to_owned();
        self.by(&author.id, Command::Consents(Consent::Give { of, purpose, how }));
        let send = Disclose::Send {
            disclosure: "parcel-1".into(),
            content: "a note on speech and language".into(),
            to: "the speech therapist".into(),
            why: "a referral that the parents asked for".into(),
            how: How::Parcel,
            reason: Reason::Consent,
            about: child.map(|(id, _)| Of::Child(id)).into_iter().collect(),
        };
        self.by(&manager.id, Command::Disclosures(send));
    }
}
