pub(crate) struct Backup;
impl crate::Engine {
    pub(crate) async fn open_backup(&self, _: &[u8]) -> super::Reply { Err(groundswell_model::message::EngineError::NothingUnderWay) }
    pub(crate) async fn restore(&self) -> super::Reply { Err(groundswell_model::message::EngineError::NothingUnderWay) }
}
