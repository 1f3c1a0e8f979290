use super::{
    Joining,
    camera::{Camera, CameraProblem},
};
use crate::{browser, components::Icon, locales::texts};
use gloo_timers::future::TimeoutFuture;
use groundswell_model::message::{EngineError, Fragment, LinkProblem};
use leptos::{html, prelude::*, task::spawn_local};

/// So long lies between two looks at the camera's picture, in milliseconds: often enough for a steady hand, and a
/// small phone stays cool.
const PAUSE: u32 = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scanning {
    Idle,
    Starting,
    Looking,
    /// A code was read that is no link.
    Other,
    Failed(CameraProblem),
}

/// Reads a QR code with the camera.
#[component]
pub fn Scan(joining: Joining) -> impl IntoView {
    let t = texts().sharing();
    let scanning = RwSignal::new(Scanning::Idle);
    let video = NodeRef::<html::Video>::new();
    // Dropping it switches the camera off.
    let camera = StoredValue::new_local(None::<Camera>);
    let runs = move || matches!(scanning.get(), Scanning::Starting | Scanning::Looking | Scanning::Other);
    let stop = move || {
        camera.set_value(None);
        scanning.set(Scanning::Idle);
        browser::after_paint(|| browser::focus("scan"));
    };
    let begin = move |_| {
        scanning.set(Scanning::Starting);
        spawn_local(async move {
            let started = Camera::start().await;
            // Somebody may have stopped it or gone elsewhere meanwhile.
            if scanning.try_get_untracked() != Some(Scanning::Starting) {
                return;
            }
            match started {
                Ok(started) => {
                    if let Some(video) = video.get_untracked() {
                        started.show_in(&video);
                    }
                    camera.set_value(Some(started));
                    scanning.set(Scanning::Looking);
                    look(joining, scanning, video, camera).await;
                }
                Err(problem) => scanning.set(Scanning::Failed(problem)),
            }
        });
    };
    let said = move || match scanning.get() {
        Scanning::Idle | Scanning::Failed(_) => "",
        Scanning::Starting => t.scan_starting(),
        Scanning::Looking => t.scan_looking(),
        Scanning::Other => t.scan_other(),
    };
    view! {
        {move || match scanning.get() {
            Scanning::Failed(problem) => view! {
                <div class="notice" data-kind="warn" role="alert"><Icon name="warning"/><p>{match problem {
                    CameraProblem::Refused => t.scan_refused(),
                    CameraProblem::None => t.scan_none(),
                    CameraProblem::Busy => t.scan_busy(),
                }}</p></div>
            }.into_any(),
            Scanning::Idle | Scanning::Starting | Scanning::Looking | Scanning::Other => ().into_any(),
        }}
        <Show when=runs>
            <p class="hint">{t.scan_hint()}</p>
            <video class="viewfinder" node_ref=video aria-label=t.scan_picture() autoplay playsinline></video>
        </Show>
        <p role="status">{said}</p>
        <div class="buttons">
            {move || if runs() {
                view! { <button class="button" id="scan" type="button" on:click=move |_| stop()><Icon name="close"/>{t.scan_stop()}</button> }.into_any()
            } else {
                view! { <button class="button" id="scan" type="button" on:click=begin><Icon name="search"/>{t.scan()}</button> }.into_any()
            }}
        </div>
    }
}

/// Looks at the camera's picture again and again, until a link is found or the camera is off.
async fn look(
    joining: Joining,
    scanning: RwSignal<Scanning>,
    video: NodeRef<html::Video>,
    camera: StoredValue<Option<Camera>, LocalStorage>,
) {
    loop {
        let Some(Some(picture)) = video.try_get_untracked() else { return };
        let Some(Some(reader)) = camera.try_with_value(|camera| camera.as_ref().map(Camera::reader)) else {
            return;
        };
        if let Some(text) = reader.read(&picture).await {
            let link = Fragment(text);
            match joining.state.look_at(link.clone()).await {
                Err(EngineError::Link(LinkProblem::None)) => {
                    scanning.try_set(Scanning::Other);
                }
                // Whatever else is to be said of it is said as of one that was pasted.
                Ok(_) | Err(_) => {
                    camera.try_update_value(|camera| *camera = None);
                    scanning.try_set(Scanning::Idle);
                    if !joining.busy.is_disposed() {
                        joining.look(link);
                    }
                    return;
                }
            }
        }
        TimeoutFuture::new(PAUSE).await;
    }
}
