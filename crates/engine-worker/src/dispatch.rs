//! What the engine is asked to do, and who does it.

use crate::{Engine, Options, job::Job, requests};
use futures::{FutureExt as _, future::LocalBoxFuture};
use groundswell_model::message::{Call, EngineMessage, Request};
use std::rc::Rc;

impl Engine {
    /// An engine that posts its messages through `post`, those of one batch together.
    #[must_use]
    pub fn new(options: Options, post: impl Fn(Vec<EngineMessage>) + 'static) -> Rc<Self> {
        Self::with_runner(options, post, run)
    }

    /// Takes a request. It is answered once, in its turn; reading needs no turn, and a cancellation stops what is
    /// running.
    pub fn handle(&self, call: Call) {
        if let Request::Read { kind, id } = call.request
            && self.open.borrow().is_some()
        {
            return self.page.answer(call.number, self.read(kind, id));
        }
        if let Request::Show(section) = call.request
            && self.open.borrow().is_some()
        {
            return self.page.answer(call.number, self.show_section(section));
        }
        if matches!(call.request, Request::CancelImport) {
            self.cancellations.update(|asked| asked + 1);
        }
        self.queue.push(Job::Call(call));
    }
}

fn run(engine: Rc<Engine>, job: Job) -> LocalBoxFuture<'static, ()> {
    async move {
        match job {
            Job::Call(call) => requests::dispatch(&engine, call).await,
            Job::TabMessage(received) => engine.receive(received).await,
            Job::StorageDeleted => engine.storage_deleted().await,
            Job::Retry => {
                // The error was reported, and it is tried again.
                let _ = engine.flush().await;
            }
            Job::Project => engine.write_projections().await,
            Job::Compact => engine.compact().await,
            Job::WarmUp => engine.warm_up().await,
            Job::Index => engine.index_histories(),
            Job::Sync(job) => engine.sync(job).await,
        }
    }
    .boxed_local()
}
