//! What happens to posts does this to other registers.

use crate::record::ids::PostId;
use crate::record::private::Private;
use crate::record::stamp::Stamp;
use crate::record::state::State;
use crate::registers::channels::event::ChannelKind;
use crate::registers::channels::state::Channel;
use crate::registers::pictures::event::To;
use crate::registers::posts::event::Event;

/// Pictures go out with their post, and come back when it is taken down.
pub(crate) fn react(event: &Event, stamp: Stamp<'_>, state: &mut State) {
    match event {
        Event::Published { post, purpose, .. } => went_out(post, purpose.as_deref(), stamp, state),
        Event::TakenDown { post, why } => {
            let pictures = state.posts.all.get(post).map(|post| post.pictures.clone());
            for picture in pictures.into_iter().flatten() {
                state.pictures.end_use(&picture, &post.as_str().into(), why.clone(), stamp);
            }
        }
        Event::Drafted { .. } | Event::Revised { .. } | Event::Approved { .. } => {}
    }
}

fn went_out(id: &PostId, purpose: Option<&str>, stamp: Stamp<'_>, state: &mut State) {
    let Some(post) = state.posts.all.get(id) else { return };
    let looked = post.approved.as_ref().is_some_and(|approval| approval.looked);
    let earlier = || purpose_before_it_was_kept(state.channels.all.get(&post.channel));
    let purpose = purpose.unwrap_or_else(earlier).to_owned();
    for picture in post.pictures.clone() {
        let (to, words) = (To::Post { post: id.clone() }, Private::new(&picture, ""));
        state.pictures.used(&picture, id.as_str().into(), purpose.clone(), to, words, looked, stamp);
    }
}

/// What pictures were for in lines that do not say it: by the kind of channel and whom it is for, as the catalogue had
/// it until November 2026. Never changed, whatever the catalogue says later.
fn purpose_before_it_was_kept(channel: Option<&Channel>) -> &'static str {
    match channel.map(|channel| (channel.kind, channel.serves.as_str())) {
        Some((ChannelKind::Page, "families") | (ChannelKind::Group, _)) => "families page",
        Some((ChannelKind::Website, _)) => "website",
        Some((ChannelKind::Publicity, _)) => "publicity",
        Some((
            ChannelKind::Page | ChannelKind::Mailbox | ChannelKind::Account | ChannelKind::Messages,
            _,
        ))
        | None => "page",
    }
}
