"""What is handed in: the 推荐表 (附件1), the rows behind it and the evidence (Article 10)."""
